using ModelGate.Gate.Yaml;
using ModelGate.Measurement.Accuracy;

namespace ModelGate.Gate.Tasks;

/// <summary>Reads <c>generation_kwargs</c>.</summary>
internal static class GenerationReader
{
    /// <summary>The limit's names, the first that is given counts.</summary>
    private static readonly string[] LimitKeys = ["max_gen_toks", "max_new_tokens", "max_tokens", "max_completion_tokens"];

    public static GenerationSettings Read(YamlFields task)
    {
        if (task.Fields("generation_kwargs") is not { } fields) return GenerationSettings.Default;
        IReadOnlyList<string>? until = fields.Texts("until");
        bool? samples = fields.Flag("do_sample");
        double? temperature = fields.Number("temperature", least: 0);
        double topP = fields.Number("top_p", least: 0, most: 1) ?? 1;
        long topK = fields.Integer("top_k", least: 0, most: int.MaxValue) ?? 0;
        long?[] limits = [.. LimitKeys.Select(key => fields.Integer(key, least: 1, most: 1 << 20))];
        fields.RefuseOthers();
        return new()
        {
            Until = until,
            MaxTokens = (int)(limits.FirstOrDefault(limit => limit is not null) ?? GenerationSettings.Default.MaxTokens),
            Temperature = samples switch
            {
                true => temperature ?? 1,
                false => 0,
                null => temperature ?? 0,
            },
            TopP = topP,
            TopK = (int)topK,
        };
    }
}
