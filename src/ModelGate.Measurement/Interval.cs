namespace ModelGate.Measurement;

/// <summary>
/// The two one-sided bounds of a value. Each holds with confidence <see cref="Confidence"/> (0.95 as a rule), so that the pair is a
/// two-sided interval at 2c − 1 (90 %): the ends shown are the bounds that decide.
/// </summary>
/// <param name="Low">Lower bound; −∞ (or the metric's least value) where the data bound nothing.</param>
/// <param name="High">Upper bound; +∞ where the data bound nothing.</param>
/// <param name="Confidence">Of each bound alone, in (0.5, 1).</param>
/// <param name="Method">How the bounds were found, in words for a report.</param>
public sealed record Interval(double Low, double High, double Confidence, string Method)
{
    public const double DefaultConfidence = 0.95;

    /// <summary>Confidence of the pair: 2c − 1.</summary>
    public double TwoSidedConfidence => 2 * Confidence - 1;

    public double HalfWidth => (High - Low) / 2;

    /// <summary>A number that is counted, not sampled: both bounds are the value.</summary>
    public static Interval Exact(double value) => new(value, value, 1, "exact");

    public bool IsExact => Confidence == 1;
}
