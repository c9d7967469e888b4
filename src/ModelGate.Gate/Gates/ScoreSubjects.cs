using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Gate.Gates;

/// <summary>Suites, or the members of suites, that a rule on recovery or score is about.</summary>
internal static class ScoreSubjects
{
    public static IReadOnlyList<GateSubject> Of(GateRule rule, IReadOnlyList<RecoverySuite> suites)
    {
        RecoveryTask[] members = [.. suites.SelectMany(suite => suite.Tasks).DistinctBy(task => task.Name)];
        IEnumerable<GateSubject> missing =
            GateSubjects.NotFound(rule.Tasks, suites.Select(suite => suite.Name).Concat(members.Select(task => task.Name)));
        return [.. (rule.Per == GateScope.Task ? PerTask(rule, suites, members) : PerSuite(rule, suites, members)), .. missing];
    }

    private static IEnumerable<GateSubject> PerTask(GateRule rule, IReadOnlyList<RecoverySuite> suites, RecoveryTask[] members)
    {
        RecoveryTask[] named = rule.Tasks is null
            ? members
            : [.. members.Where(task => rule.Tasks.Contains(task.Name)
                || suites.Any(suite => rule.Tasks.Contains(suite.Name) && suite.Tasks.Any(member => member.Name == task.Name)))];
        RecoveryTask[] kept = Keep(rule, named);
        return kept.Length > 0 || named.Length == 0 ? kept.Select(task => Of(rule.Metric, task.Name, [task])) : [NoneAbove(rule, "all")];
    }

    private static IEnumerable<GateSubject> PerSuite(GateRule rule, IReadOnlyList<RecoverySuite> suites, RecoveryTask[] members)
    {
        foreach (RecoverySuite suite in suites.Where(suite => rule.Tasks?.Contains(suite.Name) ?? true))
        {
            yield return Of(rule, suite.Name, suite.Tasks);
        }

        RecoveryTask[] alone = [.. members.Where(task => rule.Tasks?.Contains(task.Name) ?? false)];
        if (alone.Length > 0) yield return Of(rule, string.Join(" + ", alone.Select(task => task.Name)), alone);
    }

    private static GateSubject Of(GateRule rule, string name, IReadOnlyList<RecoveryTask> tasks) =>
        Keep(rule, tasks) is { Length: > 0 } kept ? Of(rule.Metric, name, kept)
        : tasks.Count == 0 ? new GateSubject.Missing(name, $"{name} has no scored tasks.") : NoneAbove(rule, name);

    private static RecoveryTask[] Keep(GateRule rule, IReadOnlyList<RecoveryTask> tasks) =>
        [.. tasks.Where(task => rule.WhereBaselineAbove is not { } least || task.ScreenedBaselineScore > least)];

    private static GateSubject.Missing NoneAbove(GateRule rule, string name) =>
        new(name, $"No task's baseline score is above {MetricText.Of(Metric.Score, rule.WhereBaselineAbove ?? 0)}.");

    public static GateSubject Of(Metric metric, string name, RecoveryTask[] tasks)
    {
        Provenance provenance = Recovery.ProvenanceOf(tasks);
        int? available = provenance.IsPrefix ? null : tasks.Sum(task => task.DocumentsAvailable ?? task.Documents);
        IEstimate? estimate = metric == Metric.Score ? Recovery.ScoreOf(tasks) : Recovery.Of(tasks);
        return estimate is not null
            ? new GateSubject.Estimated(name, estimate, provenance, available, "documents")
            : new GateSubject.Undefined(name, "The baseline scores 0, so that there is nothing to recover.");
    }
}
