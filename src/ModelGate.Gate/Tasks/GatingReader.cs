using ModelGate.Gate.Yaml;
using ModelGate.Measurement.Accuracy;

namespace ModelGate.Gate.Tasks;

/// <summary>Reads what the harness's vocabulary lacks: the keys under <c>quantgate</c> of a task.</summary>
internal static class GatingReader
{
    /// <summary>The words for chat use, in task files and policies alike.</summary>
    public static IReadOnlyDictionary<string, ChatUse> ChatWords { get; } = new Dictionary<string, ChatUse>(StringComparer.Ordinal)
    {
        ["none"] = ChatUse.None,
        ["single-turn"] = ChatUse.SingleTurn,
        ["multi-turn"] = ChatUse.MultiTurn,
    };

    /// <param name="metrics">Of the task, with <paramref name="filters"/>: the primary metric must be among them.</param>
    /// <param name="mostTokens"><c>max-tokens</c>: goes before the limit of <c>generation_kwargs</c>; null where it is absent.</param>
    public static TaskGating Read(
        YamlFields task, IReadOnlyList<MetricSpec> metrics, IReadOnlyList<FilterChain> filters, out int? mostTokens)
    {
        mostTokens = null;
        if (task.Fields(TaskYaml.Gating) is not { } fields) return new();
        mostTokens = (int?)fields.Integer("max-tokens", least: 1, most: 1 << 20);
        string? primary = fields.Text("primary-metric");
        if (primary is not null && !Names(metrics, filters, primary))
        {
            fields.Problems.WrongValue(
                fields.Node("primary-metric")!, $"'{primary}' is none of the task's metrics.",
                $"Use one of: {string.Join(", ", Keys(metrics, filters))}.");
        }

        bool? publish = fields.Flag("publish-documents");
        TaskGating gating = new()
        {
            PrimaryMetric = primary,
            Chance = fields.Number("chance"),
            Range = Range(fields),
            Normalise = fields.Flag("normalise") ?? false,
            Chat = fields.Choice("chat-template", ChatWords) ?? ChatUse.None,
            DelimiterInAnswer = fields.Flag("delimiter-in-answer") ?? false,
            SystemInstruction = fields.Text("system-prompt"),
            AddBeginOfSequence = fields.Flag("add-bos"),
            ContextLength = (int?)fields.Integer("context-length", least: 2, most: 1 << 24),
            KeepsPrompt = fields.Flag("keep-prompt") ?? false,
            PublishDocuments = publish ?? true,
            DocumentsArePublic = publish ?? false,
        };
        if (gating is { Normalise: true, Chance: null or >= 1 })
        {
            fields.Problems.WrongValue(
                fields.Node("normalise")!, "Normalising needs the score of a model that guesses.", "Give 'chance' below 1.");
        }

        fields.RefuseOthers();
        return gating;
    }

    private static (double Low, double High)? Range(YamlFields fields)
    {
        if (fields.List("range") is not { } list) return null;
        double[] ends = [.. list.Items.Select(item => item.AsNumber(fields.Problems, "an end of 'range'")).OfType<double>()];
        if (ends is [var low, var high] && low < high) return (low, high);
        fields.Problems.WrongValue(list, "'range' must be two numbers, the lower first.", "Write 'range: [0, 1]'.");
        return null;
    }

    private static bool Names(IReadOnlyList<MetricSpec> metrics, IReadOnlyList<FilterChain> filters, string primary) =>
        metrics.Any(metric => metric.Name == primary) || Keys(metrics, filters).Contains(primary, StringComparer.Ordinal);

    private static IEnumerable<string> Keys(IReadOnlyList<MetricSpec> metrics, IReadOnlyList<FilterChain> filters) =>
        filters.SelectMany(filter => metrics.Select(metric => $"{metric.Name},{filter.Name}"));
}
