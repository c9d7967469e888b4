using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy;

/// <summary>A suite: tasks and groups under one name.</summary>
/// <param name="Aggregations"><c>aggregate_metric_list</c>; empty gives the group no value of its own.</param>
public sealed record GroupDefinition(
    string Name,
    string? Alias,
    IReadOnlyList<TaskSelection> Members,
    IReadOnlyList<GroupAggregation> Aggregations,
    string? Version,
    SourcePoint At);

/// <param name="Filters">Null: every filter that a member reports the metric with.</param>
/// <param name="WeightBySize">A mean over documents; else over tasks.</param>
public sealed record GroupAggregation(string Metric, IReadOnlyList<string>? Filters, bool WeightBySize);
