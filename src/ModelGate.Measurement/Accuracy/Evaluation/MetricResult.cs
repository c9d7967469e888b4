using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Measurement.Accuracy.Metrics;

namespace ModelGate.Measurement.Accuracy.Evaluation;

/// <summary>One score of a task.</summary>
/// <param name="Filter">Name of the filter chain.</param>
/// <param name="StandardError">As the harness computes it; null where it gives none.</param>
/// <param name="Range">Lowest and highest possible value; null where unbounded.</param>
/// <param name="Values">Of each document, in order.</param>
public sealed record MetricResult(
    string Metric,
    string Filter,
    string Aggregation,
    bool HigherIsBetter,
    (double Low, double High)? Range,
    double Value,
    double? StandardError,
    IReadOnlyList<SampleValue> Values)
{
    /// <summary>As <see cref="IMetric.Approximations"/> of its metric.</summary>
    public IReadOnlyList<string> Approximations { get; init; } = [];

    /// <summary>Documents that the metric could not tell right from wrong, counted as wrong.</summary>
    public int Undecided => Values.Count(value => value.IsUndecided);

    /// <summary>What a judge said of each answer; null where none was asked.</summary>
    public JudgmentReport? Judgments => (Values as JudgedValues)?.Report;

    /// <summary>The key of results files: <c>metric,filter</c>.</summary>
    public string Key => $"{Metric},{Filter}";
}
