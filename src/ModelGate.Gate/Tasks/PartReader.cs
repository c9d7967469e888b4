using ModelGate.Gate.Yaml;
using ModelGate.Measurement.Accuracy;

namespace ModelGate.Gate.Tasks;

/// <summary>
/// Reads <c>metric_list</c> and <c>filter_list</c>: names with arguments. Which names and arguments exist, the catalog decides.
/// </summary>
internal static class PartReader
{
    private static readonly string[] MetricKeys = ["metric", "scorer", "aggregation", "higher_is_better"];

    public static IReadOnlyList<MetricSpec> Metrics(YamlFields task)
    {
        List<MetricSpec> metrics = [];
        foreach (YamlNode item in task.List("metric_list")?.Items ?? [])
        {
            if (item.AsMapping(task.Problems, "an entry of 'metric_list'") is not { } mapping) continue;
            YamlFields fields = new(mapping, task.Problems, "the metric");
            if (!fields.Require("metric") || IsFunction(mapping["metric"]) || fields.Text("metric") is not { } name) continue;
            string? aggregation = IsFunction(mapping["aggregation"]) ? null : fields.Text("aggregation");
            PartSpec part = new(name, Arguments(mapping, MetricKeys), mapping["metric"]!.At);
            PartSpec? scorer = fields.Text("scorer") is { } implementation
                ? part with { Name = implementation, At = mapping["scorer"]!.At } : null;
            if (metrics.Exists(metric => metric.Name == name))
            {
                task.Problems.WrongValue(mapping["metric"]!, $"There are two metrics '{name}'.", "Report each under its own name.");
            }

            metrics.Add(new(part, aggregation, fields.Flag("higher_is_better"), scorer));
        }

        return metrics;
    }

    public static IReadOnlyList<FilterChain> Filters(YamlFields task)
    {
        List<FilterChain> chains = [];
        foreach (YamlNode item in task.List("filter_list")?.Items ?? [])
        {
            if (item.AsMapping(task.Problems, "an entry of 'filter_list'") is not { } mapping) continue;
            YamlFields fields = new(mapping, task.Problems, "the filter chain");
            if (!fields.Require("name") | !fields.Require("filter") || fields.Text("name") is not { } name) continue;
            List<PartSpec> steps = [.. (fields.List("filter")?.Items ?? []).Select(step => Step(step, task.Problems)).OfType<PartSpec>()];
            fields.RefuseOthers();
            if (chains.Exists(chain => chain.Name == name))
            {
                task.Problems.WrongValue(mapping["name"]!, $"There are two filter chains '{name}'.", "Give each its own name.");
            }

            chains.Add(new(name, steps));
        }

        return chains.Count > 0 ? chains : [FilterChain.Default];
    }

    /// <summary>
    /// <c>process_docs</c>: a name, or <c>function</c> with arguments as a filter's. Null where it is absent, or Python (reported
    /// elsewhere).
    /// </summary>
    public static PartSpec? Processor(YamlFields fields) => fields.Node("process_docs") switch
    {
        null or YamlScalar { Tag: TaskYaml.FunctionTag } => null,
        YamlScalar { Tag: null, IsNull: false } name => new(name.Value, new Dictionary<string, PartArgument>(), name.At),
        { } node => Step(node, fields.Problems, "'process_docs'"),
    };

    private static PartSpec? Step(YamlNode node, YamlProblems problems, string what = "a step of 'filter'")
    {
        if (node.AsMapping(problems, what) is not { } mapping) return null;
        YamlFields fields = new(mapping, problems, "the filter");
        if (!fields.Require("function") || IsFunction(mapping["function"]) || fields.Text("function") is not { } name) return null;
        return new(name, Arguments(mapping, ["function"]), mapping["function"]!.At);
    }

    private static Dictionary<string, PartArgument> Arguments(YamlMapping mapping, IReadOnlyList<string> besides) => mapping.Entries
        .Where(entry => !besides.Contains(entry.Key.Value))
        .ToDictionary(
            entry => entry.Key.Value,
            entry => new PartArgument(TaskYaml.ToValue(entry.Value), entry.Value.At),
            StringComparer.Ordinal);

    private static bool IsFunction(YamlNode? node) => node is YamlScalar { Tag: TaskYaml.FunctionTag };
}
