using ModelGate.Measurement.Accuracy.Metrics;

namespace ModelGate.Measurement.Accuracy.Aggregations;

/// <summary>
/// <c>weighted_mean</c>: Σ weight·value ÷ Σ weight, with the standard error of a ratio of sums over documents,
/// √(n/(n−1) · Σ (weight·(value − mean))²) ÷ Σ weight (Cochran 1977, section 6.4).
/// </summary>
public sealed class WeightedMean : IAggregation
{
    public string Name => "weighted_mean";

    public double Aggregate(IReadOnlyList<SampleValue> values) =>
        values.Sum(value => value.Value * value.Weight) / values.Sum(value => value.Weight);

    public double? StandardError(IReadOnlyList<SampleValue> values)
    {
        if (values.Count < 2) return null;
        double mean = Aggregate(values), squares = values.Sum(value => Math.Pow(value.Weight * (value.Value - mean), 2));
        return Math.Sqrt(squares * values.Count / (values.Count - 1)) / values.Sum(value => value.Weight);
    }
}
