using ModelGate.Gate.Yaml;
using ModelGate.Measurement.Accuracy;

namespace ModelGate.Gate.Tasks;

/// <summary>Reads <c>num_fewshot</c> and <c>fewshot_config</c>.</summary>
internal static class FewshotReader
{
    private static readonly Dictionary<string, FewshotSampler> Samplers = new(StringComparer.Ordinal)
    {
        ["default"] = FewshotSampler.PythonRandom,
        ["first_n"] = FewshotSampler.FirstN,
    };

    /// <param name="split"><c>fewshot_config.split</c>, which goes before <c>fewshot_split</c>; null where it is absent.</param>
    public static FewshotSettings Read(YamlFields task, out string? split)
    {
        task.Node("fewshot_split");
        int count = (int)(task.Integer("num_fewshot", least: 0, most: 1000) ?? 0);
        split = null;
        if (task.Fields("fewshot_config") is not { } fields) return new() { Count = count };
        split = fields.Text("split");
        FewshotSettings settings = new()
        {
            Count = count,
            Sampler = fields.Choice("sampler", Samplers) ?? FewshotSampler.PythonRandom,
            Samples = Samples(fields),
            Indices = Indices(fields),
            Processor = PartReader.Processor(fields),
            Text = fields.Field("doc_to_text"),
            Target = fields.Field("doc_to_target"),
            Choices = fields.Field("doc_to_choice"),
            GenerationPrefix = fields.Field("gen_prefix"),
            TargetDelimiter = fields.Text("target_delimiter"),
            FewshotDelimiter = fields.Text("fewshot_delimiter"),
        };
        fields.RefuseOthers();
        return settings;
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, object?>>? Samples(YamlFields fewshot)
    {
        if (fewshot.Node("samples") is null or YamlScalar { Tag: TaskYaml.FunctionTag }) return null;
        return [.. (fewshot.List("samples")?.Items ?? [])
            .Select(item => item.AsMapping(fewshot.Problems, "an entry of 'samples'"))
            .OfType<YamlMapping>()
            .Select(TaskYaml.ToFields)];
    }

    private static IReadOnlyList<int>? Indices(YamlFields fewshot)
    {
        if (fewshot.List("fewshot_indices") is not { } list) return null;
        int[] indices = [.. list.Items
            .Select(item => item.AsInteger(fewshot.Problems, "an entry of 'fewshot_indices'", 0, int.MaxValue))
            .OfType<long>()
            .Select(index => (int)index)];
        return indices.Length > 0 ? indices : null;
    }
}
