using ModelGate.Measurement.Accuracy.Metrics;

namespace ModelGate.Measurement.Accuracy.Aggregations;

/// <summary><c>weighted_perplexity</c>: exp(−Σ value / Σ weight). The harness gives it no standard error.</summary>
public sealed class WeightedPerplexity : IAggregation
{
    public string Name => "weighted_perplexity";

    public double Aggregate(IReadOnlyList<SampleValue> values) => Math.Exp(-WeightedMean(values));

    public double? StandardError(IReadOnlyList<SampleValue> values) => null;

    internal static double WeightedMean(IReadOnlyList<SampleValue> values) =>
        values.Sum(value => value.Value) / values.Sum(value => value.Weight);
}

/// <summary><c>bits_per_byte</c>: −Σ value / Σ weight / ln 2. The harness gives it no standard error.</summary>
public sealed class BitsPerByteAggregation : IAggregation
{
    public string Name => "bits_per_byte";

    public double Aggregate(IReadOnlyList<SampleValue> values) => -WeightedPerplexity.WeightedMean(values) / Math.Log(2);

    public double? StandardError(IReadOnlyList<SampleValue> values) => null;
}

/// <summary><c>perplexity</c>: exp(−mean), its standard error from the harness's bootstrap.</summary>
public sealed class PerplexityAggregation : IAggregation
{
    public string Name => "perplexity";

    public double Aggregate(IReadOnlyList<SampleValue> values) => Math.Exp(-values.Sum(value => value.Value) / values.Count);

    public double? StandardError(IReadOnlyList<SampleValue> values) =>
        values.Count < 2 ? null : HarnessBootstrap.StandardError([.. values.Select(value => value.Value)], mean => Math.Exp(-mean));
}
