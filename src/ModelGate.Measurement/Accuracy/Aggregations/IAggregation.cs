using ModelGate.Measurement.Accuracy.Metrics;

namespace ModelGate.Measurement.Accuracy.Aggregations;

/// <summary>How the values of a task's documents become one score, by the name that <c>aggregation</c> uses.</summary>
public interface IAggregation
{
    string Name { get; }

    /// <param name="values">At least one.</param>
    double Aggregate(IReadOnlyList<SampleValue> values);

    /// <summary>The harness's standard error; null where it gives none, or for a single document.</summary>
    double? StandardError(IReadOnlyList<SampleValue> values);
}
