using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy;

/// <summary>A metric or filter as a task names it, with its arguments.</summary>
/// <param name="At">Where the name stands.</param>
public sealed record PartSpec(string Name, IReadOnlyDictionary<string, PartArgument> Arguments, SourcePoint At)
{
    public static PartSpec Of(string name, params IReadOnlyList<(string Name, object? Value)> arguments) => new(
        name, arguments.ToDictionary(pair => pair.Name, pair => new PartArgument(pair.Value, default), StringComparer.Ordinal), default);
}

/// <param name="Value">null, bool, long, double, string, a list or a dictionary of these.</param>
public sealed record PartArgument(object? Value, SourcePoint At);

/// <summary>Answers of one sampled model output, filtered one step after the other, under one name.</summary>
/// <param name="Name">Second half of the results' key <c>metric,filter</c>.</param>
public sealed record FilterChain(string Name, IReadOnlyList<PartSpec> Steps)
{
    /// <summary>What a task without <c>filter_list</c> has.</summary>
    public static FilterChain Default { get; } = new("none", [PartSpec.Of("take_first")]);
}

/// <summary>One entry of <c>metric_list</c>.</summary>
/// <param name="Part">Its name is the one that results carry.</param>
/// <param name="Aggregation">Null is the metric's own.</param>
/// <param name="HigherIsBetter">Null is the metric's own.</param>
/// <param name="Scorer"><c>scorer</c>: what computes it, where that is not the metric of the reported name.</param>
public sealed record MetricSpec(PartSpec Part, string? Aggregation = null, bool? HigherIsBetter = null, PartSpec? Scorer = null)
{
    public string Name => Part.Name;

    /// <summary>The implementation, with the arguments.</summary>
    public PartSpec Implementation => Scorer ?? Part;
}
