using ModelGate.Measurement.Accuracy.Aggregations;
using ModelGate.Measurement.Accuracy.Metrics;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing;

/// <summary>
/// <c>agg_inst_level_acc</c>: Σ value / Σ weight, instructions followed of all instructions, not a mean of the prompts' shares. The
/// harness gives it no standard error.
/// </summary>
public sealed class InstructionLevelAccuracy : IAggregation
{
    internal const string AggregationName = "agg_inst_level_acc";

    public string Name => AggregationName;

    public double Aggregate(IReadOnlyList<SampleValue> values) => values.Sum(value => value.Value) / values.Sum(value => value.Weight);

    public double? StandardError(IReadOnlyList<SampleValue> values) => null;
}
