namespace ModelGate.Measurement.Accuracy.Metrics;

/// <summary>
/// <c>acc</c>: the most likely choice is right; the continuation is the greedy one; or the generated answer equals the target as it stands.
/// </summary>
public sealed class Acc : DocumentMetric
{
    public override string Name => "acc";

    public override string? AggregationFor(OutputType output) => output == OutputType.RollingLogLikelihood ? null : "mean";

    protected override SampleValue Score(DocumentOutcome outcome) => outcome switch
    {
        DocumentOutcome.MultipleChoice choice => new(choice.Gold.Contains(ArgMax.Of(choice.LogLikelihoods)) ? 1 : 0),
        DocumentOutcome.LogLikelihood likelihood => new(likelihood.IsGreedy ? 1 : 0),
        DocumentOutcome.Generated generated => new(generated.Targets.Contains(generated.Answers[0], StringComparer.Ordinal) ? 1 : 0),
        _ => throw DoesNotFit(outcome),
    };
}
