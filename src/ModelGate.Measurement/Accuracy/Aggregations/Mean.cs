using ModelGate.Measurement.Accuracy.Metrics;

namespace ModelGate.Measurement.Accuracy.Aggregations;

/// <summary><c>mean</c>, with the standard error √(Σ(x−x̄)²/(n−1)/n).</summary>
public sealed class Mean : IAggregation
{
    public string Name => "mean";

    public double Aggregate(IReadOnlyList<SampleValue> values) => values.Sum(value => value.Value) / values.Count;

    public double? StandardError(IReadOnlyList<SampleValue> values)
    {
        if (values.Count < 2) return null;
        double mean = Aggregate(values);
        double squares = values.Sum(value => (value.Value - mean) * (value.Value - mean));
        return Math.Sqrt(squares / (values.Count - 1)) / Math.Sqrt(values.Count);
    }
}
