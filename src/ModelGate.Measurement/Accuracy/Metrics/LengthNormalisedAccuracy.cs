namespace ModelGate.Measurement.Accuracy.Metrics;

/// <summary>Multiple choice by log-likelihood per unit of the choice's length.</summary>
public abstract class LengthNormalisedAccuracy : DocumentMetric
{
    public override string? AggregationFor(OutputType output) => output == OutputType.MultipleChoice ? "mean" : null;

    protected abstract int LengthOf(string choice);

    protected override SampleValue Score(DocumentOutcome outcome)
    {
        if (outcome is not DocumentOutcome.MultipleChoice choice) throw DoesNotFit(outcome);
        double[] perUnit = [.. choice.LogLikelihoods.Select((value, i) => value / LengthOf(choice.Choices[i]))];
        return new(choice.Gold.Contains(ArgMax.Of(perUnit)) ? 1 : 0);
    }
}
