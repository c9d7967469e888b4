using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy.Similarity;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Gate.Gates;

/// <summary>
/// Tasks whose answers a rule on similarity compares: those it names, else the ones whose answers are never scored, else all that answer.
/// </summary>
internal static class SimilaritySubjects
{
    public static IReadOnlyList<GateSubject> Of(GateRule rule, IReadOnlyList<AnswerSimilarity> measured)
    {
        AnswerSimilarity[] selected = [.. Selected(measured, rule.Tasks)];
        IEnumerable<AnswerSimilarity[]> groups =
            rule.Per == GateScope.Task ? selected.Select(task => new[] { task }) : selected.Length > 0 ? [selected] : [];
        return
        [
            .. groups.Select(group => Of(rule.Metric, group)),
            .. GateSubjects.NotFound(rule.Tasks, measured.Select(task => task.Task)),
        ];
    }

    /// <summary>The mean over all prompts of these tasks; null where the metric was not taken of any.</summary>
    public static IEstimate? Mean(Metric metric, IEnumerable<AnswerSimilarity> tasks) =>
        tasks.SelectMany(task => task.Values.GetValueOrDefault(metric) ?? []).ToArray() is { Length: > 0 } values
            ? new BoundedMean(values) : null;

    /// <param name="names">Null where none is named.</param>
    public static IEnumerable<AnswerSimilarity> Selected(IReadOnlyList<AnswerSimilarity> measured, IReadOnlyList<string>? names) =>
        names is not null ? measured.Where(task => names.Contains(task.Task))
        : measured.Any(task => !task.IsScored) ? measured.Where(task => !task.IsScored)
        : measured;

    private static GateSubject Of(Metric metric, AnswerSimilarity[] tasks)
    {
        string name = string.Join(" + ", tasks.Select(task => task.Task));
        bool isPrefix = tasks.Any(task => task.IsPrefix);
        int? available = isPrefix ? null : tasks.Sum(task => task.DocumentsAvailable ?? task.Values.Values.First().Length);
        return Mean(metric, tasks) is { } estimate
            ? new GateSubject.Estimated(name, estimate, Provenance.Whole with { IsPrefix = isPrefix }, available, "prompts")
            : new GateSubject.Missing(name, $"{metric.Name} was not measured on {name}.");
    }
}
