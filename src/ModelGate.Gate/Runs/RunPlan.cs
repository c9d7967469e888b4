using ModelGate.Gate.Policies;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Similarity;
using ModelGate.Measurement.Performance;
using ModelGate.Models.Acceptance;
using ModelGate.Models.Checkpoints;
using ModelGate.Quantization;

namespace ModelGate.Gate.Runs;

/// <summary>All decisions that are taken before work starts. Whatever could be wrong with a policy was found while this was made.</summary>
/// <param name="Key">Hash over everything that decides results.</param>
/// <param name="Notes">Full sentences.</param>
public sealed record RunPlan(
    Policy Policy,
    PlannedModel Baseline,
    IReadOnlyList<PlannedCandidate> Candidates,
    IReadOnlyList<PlannedSuite> Suites,
    IReadOnlyList<Scenario> Scenarios,
    string Key,
    IReadOnlyList<string> Notes)
{
    /// <summary>The baseline and every candidate.</summary>
    public int ModelCount => Candidates.Count + 1;

    /// <summary>What gates compare answers with.</summary>
    public IReadOnlyList<PlannedEncoder> Encoders { get; init; } = [];

    /// <summary>Tasks of all suites, each once.</summary>
    public IReadOnlyList<PreparedTask> Tasks => [.. Suites.SelectMany(suite => suite.Tasks).DistinctBy(task => task.Task.Name)];
}

/// <param name="Source">As the policy names it.</param>
/// <param name="TensorBytes">Of all safetensors.</param>
public sealed record PlannedModel(string Source, string Directory, string ContentHash, long TensorBytes, ModelConfig Config);

/// <param name="Source">As the policy names it.</param>
/// <param name="Name">Without owner or folders.</param>
/// <param name="Layer">Whose states are taken, from 1.</param>
public sealed record PlannedEncoder(Metric Metric, string Source, string Name, string Directory, string ContentHash, int Layer)
{
    /// <summary>What compares, as a sentence of the record.</summary>
    public string Note => Metric == Metric.BertScore
        ? $"{Metric}: {BertScore.SignatureOf(Name, Layer)}, by {Source} ({ContentHash[..12]}); not rescaled."
        : $"{Metric}: mean of the token vectors of {Source} ({ContentHash[..12]}), cosine mapped to (cos + 1) / 2.";
}

/// <summary>A candidate whose recipe fits its model.</summary>
/// <param name="TensorBytes">Of the checkpoint that it is or will be.</param>
/// <param name="Acceptance">What the serving engine would say.</param>
public abstract record PlannedCandidate(string Name, long TensorBytes, AcceptanceReport Acceptance)
{
    /// <param name="Key">Equal keys promise equal checkpoints.</param>
    /// <param name="Request">Its output folder is named by the key.</param>
    public sealed record ToQuantize(
        string Name, string Key, QuantizationRequest Request, QuantizationPlan Quantization, AcceptanceReport Acceptance)
        : PlannedCandidate(Name, Quantization.TensorBytes, Acceptance);

    /// <param name="Model">Taken as it is.</param>
    public sealed record Existing(string Name, PlannedModel Model, AcceptanceReport Acceptance)
        : PlannedCandidate(Name, Model.TensorBytes, Acceptance);
}

/// <summary>Members whose mean is one score.</summary>
/// <param name="Tasks">Of all members.</param>
public sealed record PlannedSuite(string Name, IReadOnlyList<SuiteMember> Members, IReadOnlyList<PreparedTask> Tasks)
{
    /// <summary>A member's tasks.</summary>
    public IReadOnlyList<PreparedTask> TasksOf(SuiteMember member) =>
        [.. Tasks.Where(task => member.Leaves.Any(leaf => leaf.Name == task.Task.Name))];
}
