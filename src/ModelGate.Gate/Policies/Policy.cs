using ModelGate.Gate.Gates;
using ModelGate.Gate.Policies.Changes;
using ModelGate.Models.Acceptance;
using ModelGate.Models.Architectures;
using ModelGate.Models.Diagnostics;
using ModelGate.Quantization;

namespace ModelGate.Gate.Policies;

/// <summary>
/// The validated, immutable content of <c>quantgate.yml</c>. Names are resolved against the tool's parts; each default stands here once.
/// </summary>
public sealed record Policy
{
    public const uint DefaultSeed = 1234;

    public const string DefaultFileName = "quantgate.yml";

    /// <summary>Path as the user gave it, for diagnostics.</summary>
    public required string File { get; init; }

    /// <summary>Full path that relative paths in the policy start at.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;

    /// <summary>SHA-256 of the file, lower-case hex.</summary>
    public required string Hash { get; init; }

    public required Placed<ModelReference> Model { get; init; }

    /// <summary>What candidates are compared with.</summary>
    /// <value>Default: the model itself.</value>
    public required Placed<ModelReference> Baseline { get; init; }

    public ActivationPrecision Precision { get; init; } = ActivationPrecision.Bf16;

    /// <summary>As written: what runs the models.</summary>
    public string Engine { get; init; } = "auto";

    /// <summary>What will serve the checkpoints; where it is unknown, rules that need it are notes.</summary>
    public ServingTarget Target { get; init; } = ServingTarget.Unknown;

    public required CalibrationPolicy Calibration { get; init; }

    /// <summary>At least one, in the order of the file.</summary>
    public required IReadOnlyList<CandidatePolicy> Candidates { get; init; }

    /// <summary>In the order of the file; empty where nothing is asked.</summary>
    public IReadOnlyList<TaskEntry> Tasks { get; init; } = [];

    /// <summary>Folder of data sets, relative to the policy's; null where none is named.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Tasks whose gates judge them alone are asked in rounds, and no further once those gates are decided.</summary>
    public bool StopsEarly { get; init; }

    /// <summary>Compares answers; null where no task may need it.</summary>
    public JudgePolicy? Judge { get; init; }

    /// <summary>Encoders that gates on answers may need.</summary>
    public SimilarityPolicy Similarity { get; init; } = SimilarityPolicy.Default;

    /// <summary>Null where nothing is timed.</summary>
    public PerformancePolicy? Performance { get; init; }

    /// <summary>At least one, in the order of the file.</summary>
    public required IReadOnlyList<GateRule> Gates { get; init; }

    /// <summary>Of each one-sided bound, unless a gate has its own.</summary>
    public double Confidence { get; init; } = Measurement.Interval.DefaultConfidence;

    public uint Seed { get; init; } = DefaultSeed;

    public OnInconclusive OnInconclusive { get; init; } = OnInconclusive.Report;

    /// <summary>Measuring stops after it; null has no limit.</summary>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>Model-written code may run without a sandbox where there is none.</summary>
    public bool AllowsUnsafeCode { get; init; }

    /// <summary>What pull requests against this policy may change without an acceptance.</summary>
    public IReadOnlyList<PolicyChangeKind> MayChange { get; init; } = PolicyChangeKind.AllowedByDefault;
}

/// <summary>A value and where the user wrote it.</summary>
public sealed record Placed<T>(T Value, SourcePoint At);

/// <param name="Data">A file, <c>random-tokens</c>, or null for the model's own (the demo's texts).</param>
/// <param name="Samples">Most windows.</param>
/// <param name="LengthTokens">Tokens a window; null takes 2048, the demo's 128, or the model's context if that is less.</param>
public sealed record CalibrationPolicy(Placed<string>? Data, int Samples, int? LengthTokens)
{
    public const int DefaultSamples = 512;

    public const int DefaultLengthTokens = 2048;

    /// <summary>Of the demo model, which was trained on windows of this length.</summary>
    public const int DemoLengthTokens = 128;

    public const string RandomTokens = "random-tokens";
}

/// <summary>A model to judge: made by a recipe, or taken as it is.</summary>
public abstract record CandidatePolicy
{
    private CandidatePolicy(string name, SourcePoint at) => (Name, At) = (name, at);

    public string Name { get; }

    public SourcePoint At { get; }

    /// <param name="GroupAt">Where the group size was written; null where it was not.</param>
    public sealed record FromRecipe(string Name, SourcePoint At, QuantizationRecipe Recipe, SourcePoint? GroupAt = null)
        : CandidatePolicy(Name, At);

    public sealed record Existing(string Name, SourcePoint At, ModelReference Model) : CandidatePolicy(Name, At);
}

/// <summary>One task, suite or task file, with what the policy fixes of it; null leaves the task's own setting.</summary>
public sealed record TaskEntry(string Task, SourcePoint At)
{
    public int? Shots { get; init; }

    /// <summary><c>none</c>, <c>single-turn</c> or <c>multi-turn</c>.</summary>
    public string? Chat { get; init; }

    public string? SystemPrompt { get; init; }

    /// <summary>Whether BOS is put in front; null is what the tokenizer does.</summary>
    public bool? AddsBos { get; init; }

    public int? Sample { get; init; }

    public int? Limit { get; init; }

    public uint? Seed { get; init; }

    public int? Samples { get; init; }

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public string? Data { get; init; }

    public string? FewshotData { get; init; }
}

/// <param name="ScaleToContext">Shrink scenarios that do not fit.</param>
/// <param name="Requests">Measured, for each scenario and model.</param>
/// <param name="WarmUp">Requests before them.</param>
/// <param name="UsdPerHour">Of the machine that measures; null where no price is given.</param>
public sealed record PerformancePolicy(
    IReadOnlyList<Placed<string>> Scenarios, bool ScaleToContext, int Requests, int WarmUp, double? UsdPerHour)
{
    public const int DefaultRequests = 20;

    public const int DefaultWarmUp = 2;
}
