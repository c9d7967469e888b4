namespace ModelGate.Measurement.Accuracy.Metrics;

/// <summary>
/// What one document adds to a metric. A mean uses <paramref name="Value"/> alone; perplexities and pooled ratios are functions of
/// Σ value / Σ weight: log-likelihood over words, bytes or tokens.
/// </summary>
public readonly record struct SampleValue(double Value, double Weight = 1)
{
    /// <summary>What <see cref="Value"/> counts among <see cref="Weight"/>, where both are such counts; null else.</summary>
    public IReadOnlyList<bool>? Parts { get; private init; }

    /// <summary>Counts as 0 because the metric could not tell; results say how many there are.</summary>
    public static SampleValue NotDecided { get; } = new(0) { IsUndecided = true };

    public bool IsUndecided { get; private init; }

    public static SampleValue OfParts(IReadOnlyList<bool> parts) => new(parts.Count(part => part), parts.Count) { Parts = parts };
}
