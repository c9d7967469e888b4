using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.Metrics;

/// <summary><c>acc_norm</c>: the choice with the largest log-likelihood per code point of the bare choice is right.</summary>
public sealed class AccNorm : LengthNormalisedAccuracy
{
    public override string Name => "acc_norm";

    protected override int LengthOf(string choice) => PythonText.Length(choice);
}
