using System.Text.Json.Serialization;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Quantization;

namespace ModelGate.Gate.Records;

/// <summary>
/// One finished run: the content of <c>run.json</c> and the one input of every reporter. Everything but <see cref="Times"/> and
/// the measured times of <see cref="ModelRecord.Scenarios"/> is the same when the same plan runs again.
/// </summary>
public sealed record RunRecord
{
    public const int CurrentVersion = 1;

    public const string FileName = "run.json";

    public int SchemaVersion { get; init; } = CurrentVersion;

    public required string ToolVersion { get; init; }

    public required PolicyRecord Policy { get; init; }

    public required EnvironmentRecord Environment { get; init; }

    /// <summary>Hash over everything that decides results: models, recipes, tasks, documents, seeds, engine.</summary>
    public required string PlanKey { get; init; }

    public required VerdictRecord Verdict { get; init; }

    /// <summary>Worst first.</summary>
    public required IReadOnlyList<FindingRecord> Findings { get; init; }

    public required ModelRecord Baseline { get; init; }

    public required IReadOnlyList<CandidateRecord> Candidates { get; init; }

    /// <summary>Null where no base was given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PolicyComparisonRecord? PolicyComparison { get; init; }

    /// <summary>Those that were measured, then those that findings alone are about, since a time budget ended before them.</summary>
    [JsonIgnore]
    public IEnumerable<string> CandidateNames =>
        Candidates.Select(candidate => candidate.Name).Union(Findings.Select(finding => finding.Candidate));

    /// <summary>Full sentences about the run as a whole.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    public required TimesRecord Times { get; init; }

    /// <summary>
    /// <see cref="RecordSeal"/> of the file it was read from; null for a record that no file holds yet. Writing computes it anew.
    /// </summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Seal { get; init; }
}

/// <param name="File">Its name, without folders.</param>
public sealed record PolicyRecord(string File, string Sha256, double Confidence, uint Seed, string OnInconclusive);

/// <param name="Processor">The processor's name as the operating system gives it.</param>
/// <param name="Engine">Such as <c>cpu</c>, with the version of its kernels.</param>
/// <param name="DeviceClass">The instruction set that ran, such as <c>x64-avx512</c>.</param>
public sealed record EnvironmentRecord(
    string OperatingSystem, string Processor, int ProcessorCount, string Runtime, string Engine, string KernelVersion,
    string Precision, string DeviceClass);

/// <param name="Outcome"><c>passed</c>, <c>failed</c> or <c>inconclusive</c>, before <c>on-inconclusive</c>.</param>
/// <param name="Effective">After it.</param>
/// <param name="ExitCode">Of both, and 1 where the change loosens its own gate and nobody may do that without an acceptance.</param>
public sealed record VerdictRecord(string Outcome, string Effective, int ExitCode)
{
    /// <summary>What findings make together; a change of the policy itself is left out of account.</summary>
    public static VerdictRecord Of(IReadOnlyList<FindingRecord> findings, string onInconclusive)
    {
        string effective = RecordConsistency.Outcome(findings.Select(finding => finding.CountsAs(onInconclusive)));
        return new(
            RecordConsistency.Outcome(findings.Select(finding => finding.Class)), effective,
            effective switch { "passed" => 0, "failed" => 1, _ => 4 });
    }
}

/// <summary>What one gate says about one candidate on one subject.</summary>
/// <param name="Gate">The rule in one line.</param>
/// <param name="Line">Line of the gate in the policy.</param>
/// <param name="Class"><c>pass</c>, <c>undecided</c> or <c>fail</c>.</param>
/// <param name="Outcome">Such as <c>passed</c>, <c>no data</c>, <c>not measured here</c>.</param>
/// <param name="Reason">Why it is not decided or not applicable; null else.</param>
/// <param name="FurtherSamples">Further documents or requests that would likely decide; null where that is not known to help.</param>
public sealed record FindingRecord(
    string Gate, string Metric, int Line, string Candidate, string Subject, string Class, string Outcome, MeasuredRecord? Measured,
    string Comparison, string? Reason, int? FurtherSamples, string Advice)
{
    /// <summary>The outcome of a candidate that a time budget left unmeasured, so that the record holds nothing else of it.</summary>
    internal const string NotReached = "not reached";

    /// <summary>The limit in numbers, for charts; null in records of older tools.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BoundRecord? Bound { get; init; }

    /// <summary>Column of the gate in the policy, from 1; 0 is unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Column { get; init; }

    /// <summary>
    /// The class after <c>on-inconclusive</c>. What a time budget left unmeasured stays undecided where doubt would pass: nobody looked.
    /// </summary>
    public string CountsAs(string onInconclusive) => (Class, onInconclusive) switch
    {
        ("undecided", "fail") => "fail",
        ("undecided", "pass") when Outcome != NotReached => "pass",
        _ => Class,
    };

    /// <summary>The numbers that decided and why they do not decide, as sentences.</summary>
    [JsonIgnore]
    public string Result => (Comparison, Reason) switch
    {
        ("", { } reason) => reason,
        (_, { } reason) => $"{Comparison}. {reason}",
        _ => Comparison,
    };
}

/// <summary>The good side of a limit, in the unit of the finding's metric.</summary>
/// <param name="Word"><c>at-least</c> or <c>at-most</c>.</param>
/// <param name="Margin">How far beyond the limit the deciding bound may lie in a pass; at least 0.</param>
public sealed record BoundRecord(string Word, double Limit, double Margin);

/// <summary>A number with unit, count and doubt.</summary>
/// <param name="Unit">Such as <c>percent</c>; percentages are fractions of 1.</param>
/// <param name="Low">One-sided lower bound at <paramref name="Confidence"/>; null where nothing bounds it.</param>
/// <param name="Text">The value for people, rounded for display.</param>
public sealed record MeasuredRecord(
    string Metric, string Unit, double Value, int Samples, double? Low, double? High, double Confidence, string Method, string Text,
    IReadOnlyList<string> Notes);

/// <param name="Source">As the policy names it.</param>
/// <param name="ContentHash">SHA-256 over weights, configuration and tokenizer.</param>
/// <param name="TensorBytes">Of all safetensors.</param>
public sealed record ModelRecord(
    string Source, string ContentHash, long TensorBytes, IReadOnlyList<TaskScoreRecord> Tasks, IReadOnlyList<ScenarioRecord> Scenarios)
{
    /// <summary>SHA-256 by name of the files that <see cref="ContentHash"/> is made of; null where the record does not name them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Files { get; init; }
}

/// <param name="Quantization">Null for a checkpoint that was taken as it is.</param>
public sealed record CandidateRecord(
    string Name, ModelRecord Model, QuantizationReport? Quantization, double SizeRatio, IReadOnlyList<SuiteRecord> Suites,
    IReadOnlyList<TaskComparisonRecord> Tasks, IReadOnlyList<MeasuredRecord> Texts);

/// <summary>One task on one model.</summary>
/// <param name="Metric">
/// The primary metric and its filter, such as <c>exact_match,strict</c>; empty for a task that is never scored.
/// </param>
/// <param name="Metrics">All metrics by the same kind of name.</param>
/// <param name="MeanOutputTokens">Of generated answers; null for other tasks.</param>
/// <param name="TruncatedDocuments">Documents cut from the left because the model's context is shorter.</param>
public sealed record TaskScoreRecord(
    string Task, string Metric, double? Value, double? StandardError, int Documents, bool IsPrefix, double? Chance, bool? IsAboveChance,
    IReadOnlyDictionary<string, double?> Metrics, double? MeanOutputTokens, int TruncatedDocuments)
{
    /// <summary>Answers that the primary metric could not tell right from wrong, counted as wrong.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int UndecidedAnswers { get; init; }

    /// <summary>Null where no judge was asked.</summary>
    public JudgingRecord? Judging { get; init; }

    /// <summary>Hash over documents, prompts and settings, so that two runs know whether they asked the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fingerprint { get; init; }
}

/// <summary>How a judge compared one model's answers with a baseline's. Replies kept from earlier runs count as asked.</summary>
/// <param name="RunScores">Win rate of each complete judging run; their mean is the score.</param>
/// <param name="Games">Two for each prompt and run.</param>
/// <param name="Unscored">Such as <c>3 of 40 games unscored (2 no label, 1 failed)</c>; empty where all have a verdict.</param>
/// <param name="Low">Lower end of the 95 % interval of the score, prompts resampled.</param>
/// <param name="InputTokens">Null where the server does not say.</param>
/// <param name="Usd">Null where no price is given.</param>
public sealed record JudgingRecord(
    string Judge, IReadOnlyList<double> RunScores, int Games, int UnscoredGames, string Unscored, double Low, double High,
    long? InputTokens, long? OutputTokens, double? Usd);

/// <param name="Recovery">Null where the baseline scores 0.</param>
public sealed record SuiteRecord(
    string Suite, int Documents, double BaselineScore, double CandidateScore, MeasuredRecord? Recovery, IReadOnlyList<string> Tasks);

/// <summary>One task, candidate beside baseline, on the same documents.</summary>
/// <param name="BaselineIsAboveChance">Null where guessing scores nothing.</param>
/// <param name="Flips">Documents that only one side has right, those that the candidate lost first.</param>
/// <param name="McNemarP">Exact two-sided p; shown, it decides nothing. Null where scores are not 0 or 1.</param>
public sealed record TaskComparisonRecord(
    string Task, string Metric, int Documents, double BaselineScore, double CandidateScore, bool? BaselineIsAboveChance,
    MeasuredRecord? Recovery, IReadOnlyList<FlipRecord> Flips, double? McNemarP)
{
    /// <summary>Hash over documents, prompts and settings of the task, or of all tasks below a group.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fingerprint { get; init; }

    [JsonIgnore]
    public int Lost => Flips.Count(flip => flip.IsLost);

    [JsonIgnore]
    public int Won => Flips.Count - Lost;
}

/// <param name="Scaled">The declared lengths, where they were shrunk to the model's context; null else.</param>
public sealed record ScenarioRecord(
    string Scenario, string Mode, int PrefillTokens, int DecodeTokens, string? Scaled, bool IsEmulated, int Requests,
    IReadOnlyList<MeasuredRecord> Measured);

/// <param name="Seconds">By step of the run.</param>
/// <param name="Evaluation">By model: what this run asked of it.</param>
public sealed record TimesRecord(
    DateTimeOffset StartedUtc, IReadOnlyDictionary<string, double> Seconds, IReadOnlyDictionary<string, EvaluationEffort> Evaluation);
