using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.Metrics;

/// <summary><c>acc_bytes</c>: the same per byte of UTF-8.</summary>
public sealed class AccBytes : LengthNormalisedAccuracy
{
    public override string Name => "acc_bytes";

    protected override int LengthOf(string choice) => PythonText.Utf8Length(choice);
}
