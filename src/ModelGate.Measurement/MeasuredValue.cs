using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement;

/// <summary>A number with its unit, its count and its doubt. Nothing measured is <see langword="null"/>, never zero.</summary>
/// <param name="Value">In the metric's unit; ratios and shares are fractions of 1.</param>
/// <param name="Samples">Documents, requests or gaps behind the value, at least 1.</param>
/// <param name="Interval">One-sided bounds on both sides.</param>
/// <param name="Provenance">What qualifies the value.</param>
public sealed record MeasuredValue(Metric Metric, double Value, int Samples, Interval Interval, Provenance Provenance)
{
    public static MeasuredValue Of(Metric metric, IEstimate estimate, double confidence, Provenance provenance) =>
        new(metric, estimate.Value, estimate.Samples, estimate.Bounds(confidence), provenance);

    public static MeasuredValue Exact(Metric metric, double value, int samples) =>
        new(metric, value, samples, Interval.Exact(value), Provenance.Whole);
}

/// <summary>What kept a measurement from being all it could be.</summary>
/// <param name="IsPrefix">Only the first N documents were seen (<c>--limit</c>): cannot pass a gate.</param>
/// <param name="IsUnpaired">No per-document scores: can pass only where the gate allows it.</param>
/// <param name="IsEmulated">The engine only emulates the format's arithmetic, so that its time says nothing.</param>
/// <param name="Notes">Full sentences for reports.</param>
public sealed record Provenance(bool IsPrefix, bool IsUnpaired, bool IsEmulated, IReadOnlyList<string> Notes)
{
    public static Provenance Whole { get; } = new(false, false, false, []);

    public Provenance With(Provenance other) => new(
        IsPrefix || other.IsPrefix, IsUnpaired || other.IsUnpaired, IsEmulated || other.IsEmulated,
        [.. Notes.Concat(other.Notes).Distinct()]);

    public Provenance Note(string sentence) => this with { Notes = [.. Notes, sentence] };
}
