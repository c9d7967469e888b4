using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.Metrics;

/// <summary><c>acc_norm</c>: the choice with the largest log-likelihood per code point of the bare choice is right.</summary>
public sealed class AccNorm : LengthNormalisedAccuracy
{
    public override string Name => "acc_norm";

    protected override int LengthOf(string choice) => PythonText.Length(choice);
}

/// <summary><c>acc_bytes</c>: the same per byte of UTF-8.</summary>
public sealed class AccBytes : LengthNormalisedAccuracy
{
    public override string Name => "acc_bytes";

    protected override int LengthOf(string choice) => PythonText.Utf8Length(choice);
}

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
