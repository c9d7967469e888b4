using System.Text.Json.Serialization;
using ModelGate.Gate.Records;
using ModelGate.Gate.Runs;

namespace ModelGate.Gate.History;

/// <summary>What is kept of one run: a line of the history. Shares are fractions of 1.</summary>
/// <param name="Run">Identity of the run record; the same record is never kept twice.</param>
/// <param name="Commit">Null where nobody named it.</param>
/// <param name="Verdict">After <c>on-inconclusive</c>.</param>
public sealed record HistoryEntry(
    int SchemaVersion, string Run, string? Commit, DateTimeOffset StartedUtc, string Verdict, string PlanKey, string ToolVersion,
    IReadOnlyList<HistoryCandidate> Candidates)
{
    public const int CurrentVersion = 1;

    public static HistoryEntry Of(RunRecord record, string? commit) => new(
        CurrentVersion, WorkFolder.Key(RunRecordJson.Write(record)), commit, record.Times.StartedUtc, record.Verdict.Effective,
        record.PlanKey, record.ToolVersion, [.. record.Candidates.Select(candidate => HistoryCandidate.Of(record, candidate))]);
}

/// <param name="Outcome">Over all gates that are for it.</param>
/// <param name="PerplexityRatio">Of the first rolling task; null where there is none.</param>
public sealed record HistoryCandidate(
    string Name, string Outcome, double SizeRatio, HistoryNumber? PerplexityRatio, IReadOnlyList<HistorySuite> Suites,
    IReadOnlyList<HistoryScenario> Scenarios)
{
    internal static HistoryCandidate Of(RunRecord record, CandidateRecord candidate) => new(
        candidate.Name, Reporters.ReportView.OutcomeOf(record, candidate.Name), candidate.SizeRatio,
        HistoryNumber.Of(candidate.Texts.FirstOrDefault(measured => measured.Metric == "perplexity-ratio")),
        [
            .. candidate.Suites.Select(suite => new HistorySuite(
                suite.Suite, InputsOf(record, candidate, suite), suite.Documents, HistoryNumber.Of(suite.Recovery))),
        ],
        [.. candidate.Model.Scenarios.Select(HistoryScenario.Of)]);

    /// <summary>Recoveries under one key were measured on the same documents, against the same baseline, by the same arithmetic.</summary>
    private static string InputsOf(RunRecord record, CandidateRecord candidate, SuiteRecord suite) => WorkFolder.Key(
    [
        record.Baseline.ContentHash, record.Environment.Engine, record.Environment.KernelVersion, record.Environment.Precision,
        .. suite.Tasks.Select(name => candidate.Tasks.FirstOrDefault(task => task.Task == name) is { } task
            ? $"{name} {task.Metric} {task.Documents} {task.Fingerprint}"
            : name),
    ])[..12];
}

/// <param name="Low">Of the interval that the record shows; null where nothing bounds the number.</param>
public sealed record HistoryNumber(double Value, double? Low, double? High)
{
    internal static HistoryNumber? Of(MeasuredRecord? measured) =>
        measured is null ? null : new(measured.Value, measured.Low, measured.High);
}

/// <param name="Inputs">Recoveries are comparable where it is equal.</param>
/// <param name="Recovery">Null where the baseline scores 0.</param>
public sealed record HistorySuite(string Suite, string Inputs, int Documents, HistoryNumber? Recovery);

/// <param name="CostReduction">Baseline's cost over the candidate's; null without a price.</param>
/// <param name="MedianSeconds">From sending a request to its last token.</param>
public sealed record HistoryScenario(
    string Scenario, string Mode, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsEmulated,
    HistoryNumber? CostReduction, HistoryNumber? Speedup, HistoryNumber? QueriesPerUsd, HistoryNumber? MedianSeconds)
{
    internal static HistoryScenario Of(ScenarioRecord scenario)
    {
        HistoryNumber? Find(string metric) =>
            HistoryNumber.Of(scenario.Measured.FirstOrDefault(measured => measured.Metric == metric));
        return new(
            scenario.Scenario, scenario.Mode, scenario.IsEmulated, Find("cost-reduction"), Find("speedup"), Find("queries-per-usd"),
            Find("e2e-p50"));
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(HistoryEntry))]
internal sealed partial class HistoryJsonContext : JsonSerializerContext;
