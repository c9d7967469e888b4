using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Similarity;
using ModelGate.Measurement.Performance;

namespace ModelGate.Gate.Gates;

/// <summary>Everything measured that gates can be about; the run fills it, nothing here reads files or clocks.</summary>
public sealed record GateInputs(IReadOnlyList<CandidateInputs> Candidates);

/// <summary>
/// What was measured of one candidate beside its baseline. An empty list or null was not measured, and gates on it find no data.
/// </summary>
public sealed record CandidateInputs(string Candidate)
{
    /// <summary>Scored suites; tasks that the policy names alone form one suite together.</summary>
    public IReadOnlyList<RecoverySuite> Suites { get; init; } = [];

    public IReadOnlyList<RollingTask> Rolling { get; init; } = [];

    public IReadOnlyList<AnswerLengths> AnswerLengths { get; init; } = [];

    public IReadOnlyList<AnswerSimilarity> Similarities { get; init; } = [];

    /// <summary>Full sentences on how this was measured.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why nothing of the candidate can be judged yet, as a sentence; null where it was measured.</summary>
    public string? NotReached { get; init; }

    public ModelSizes? Sizes { get; init; }

    public IReadOnlyList<ScenarioPair> Scenarios { get; init; } = [];
}

/// <summary>Tensor bytes of all safetensors of each side.</summary>
public sealed record ModelSizes(long BaselineTensorBytes, long CandidateTensorBytes);
