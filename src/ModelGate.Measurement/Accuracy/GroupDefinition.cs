using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy;

/// <summary>
/// Tasks and groups under one name. With <see cref="Aggregations"/> it is one benchmark with a value of its own, and counts as one
/// member of a suite; without, it is a plain list, a suite.
/// </summary>
/// <param name="Aggregations"><c>aggregate_metric_list</c>; empty gives the group no value of its own.</param>
public sealed record GroupDefinition(
    string Name,
    string? Alias,
    IReadOnlyList<TaskSelection> Members,
    IReadOnlyList<GroupAggregation> Aggregations,
    string? Version,
    SourcePoint At)
{
    public GroupScoring Scoring { get; init; } = new();
}

/// <param name="Filters">Null: every filter that a member reports the metric with.</param>
/// <param name="WeightBySize">A mean over documents; else over tasks.</param>
public sealed record GroupAggregation(string Metric, IReadOnlyList<string>? Filters, bool WeightBySize);

/// <summary>How recovery makes one score of a group: the keys under <c>quantgate</c>. The harness's own values are apart from it.</summary>
public sealed record GroupScoring
{
    /// <summary>
    /// <c>weights</c>; null is by documents where the group's value is weighted by size, and equal elsewhere, so for suites.
    /// </summary>
    public GroupWeights? Weights { get; init; }

    /// <summary><c>normalise</c>; null takes the scores as they are.</summary>
    public GroupNormalisation? Normalise { get; init; }

    /// <summary><c>beside</c>: names of members that are evaluated and reported but do not count in a suite's average.</summary>
    public IReadOnlyList<string> Beside { get; init; } = [];

    /// <summary><c>chance</c>, below 1: what <see cref="GroupNormalisation.Whole"/> starts at.</summary>
    public double? Chance { get; init; }
}

public enum GroupWeights
{
    /// <summary><c>documents</c>: each task counts by its documents.</summary>
    Documents,

    /// <summary><c>equal</c>: each member counts the same.</summary>
    Equal,
}

public enum GroupNormalisation
{
    /// <summary><c>each</c>: each task's score by its own chance, before the mean.</summary>
    Each,

    /// <summary><c>whole</c>: the mean of raw scores, by the group's chance.</summary>
    Whole,
}
