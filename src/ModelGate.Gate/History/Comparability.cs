using ModelGate.Gate.Records;

namespace ModelGate.Gate.History;

/// <summary>What keeps numbers of two runs from being compared. Each member is null where nothing does, else a clause.</summary>
internal sealed class Comparability(RunRecord current, RunRecord before)
{
    /// <summary>Of every number.</summary>
    public string? Whole { get; } =
        current.SchemaVersion != before.SchemaVersion
            ? $"the records have versions {before.SchemaVersion} and {current.SchemaVersion}"
        : current.Baseline.ContentHash != before.Baseline.ContentHash ? "another baseline model"
        : null;

    /// <summary>Of all that a model computed.</summary>
    public string? Arithmetic => Whole ?? (
        current.Environment.Engine != before.Environment.Engine
            ? $"another engine ({before.Environment.Engine}, now {current.Environment.Engine})"
        : current.Environment.KernelVersion != before.Environment.KernelVersion
            ? $"other kernels (version {before.Environment.KernelVersion}, now {current.Environment.KernelVersion})"
        : current.Environment.Precision != before.Environment.Precision
            ? $"another precision ({before.Environment.Precision}, now {current.Environment.Precision})"
        : null);

    /// <summary>Of times and costs.</summary>
    public string? Clock => Arithmetic ?? (
        current.Environment.Processor != before.Environment.Processor
        || current.Environment.ProcessorCount != before.Environment.ProcessorCount
        || current.Environment.DeviceClass != before.Environment.DeviceClass
            ? "another machine"
            : null);

    /// <summary>Of rolling texts and generated answers, which are of all tasks together.</summary>
    public string? Texts => Arithmetic ?? (Asked(current).SequenceEqual(Asked(before)) ? null : OtherInputs);

    private const string OtherInputs = "other documents, prompts or settings";

    public string? Task(TaskComparisonRecord now, TaskComparisonRecord then) => Arithmetic ?? (IsSame(now, then) ? null : OtherInputs);

    public string? Suite(CandidateRecord now, SuiteRecord suite, CandidateRecord then, SuiteRecord suiteThen) => Arithmetic ?? (
        !suite.Tasks.SequenceEqual(suiteThen.Tasks) ? "other tasks"
        : suite.Documents == suiteThen.Documents && suite.Tasks.All(name => IsSame(Named(now, name), Named(then, name))) ? null
        : OtherInputs);

    public string? Scenario(ScenarioRecord now, ScenarioRecord then) => Clock ?? (
        now.Mode == then.Mode && now.PrefillTokens == then.PrefillTokens && now.DecodeTokens == then.DecodeTokens
        && now.Requests == then.Requests && now.IsEmulated == then.IsEmulated
            ? null
            : "another load");

    /// <summary>
    /// The fingerprints where both runs have them; else the same baseline must have the same score on as many documents.
    /// </summary>
    private static bool IsSame(TaskComparisonRecord? now, TaskComparisonRecord? then) => (now, then) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        _ => now.Metric == then.Metric && now.Documents == then.Documents && (now.Fingerprint, then.Fingerprint) switch
        {
            ({ } after, { } prior) => after == prior,
            _ => now.BaselineScore == then.BaselineScore,
        },
    };

    private static TaskComparisonRecord? Named(CandidateRecord candidate, string task) =>
        candidate.Tasks.FirstOrDefault(other => other.Task == task);

    private static IEnumerable<(string, int, bool, string?)> Asked(RunRecord record) =>
        record.Baseline.Tasks.Select(task => (task.Task, task.Documents, task.IsPrefix, task.Fingerprint));
}
