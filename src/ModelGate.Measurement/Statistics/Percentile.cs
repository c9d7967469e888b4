namespace ModelGate.Measurement.Statistics;

/// <summary>
/// A percentile by inverse CDF (the smallest sample whose cumulative share reaches p; no interpolation, as GuideLLM) with
/// distribution-free bounds from order statistics: the count of samples below the true percentile is binomial (David and Nagaraja,
/// "Order Statistics" (2003), section 7.1).
/// </summary>
public sealed class Percentile : IEstimate
{
    public const string Method = "order statistics";

    private readonly double[] sorted;
    private readonly double share;
    private readonly double least;

    /// <param name="samples">At least one, in any order, without NaN.</param>
    /// <param name="rank">In (0, 100).</param>
    /// <param name="least">What no sample can be below.</param>
    public Percentile(IEnumerable<double> samples, double rank, double least = 0)
    {
        sorted = [.. samples.Order()];
        if (sorted.Length == 0) throw new ArgumentException("No samples.", nameof(samples));
        if (rank is not (> 0 and < 100)) throw new ArgumentOutOfRangeException(nameof(rank), rank, "A percentile lies between 0 and 100.");
        (share, this.least) = (rank / 100, least);
    }

    public double Value => sorted[IndexOf(share, sorted.Length)];

    public int Samples => sorted.Length;

    /// <summary>Position, from 0, of the percentile among <paramref name="count"/> sorted samples: ⌈share·count⌉ − 1.</summary>
    public static int IndexOf(double share, int count) =>
        Math.Clamp((int)Math.Ceiling(share * count - 1e-9) - 1, 0, count - 1);

    /// <summary>Fewest samples whose greatest bounds the percentile from above: share^n ≤ 1 − confidence.</summary>
    public int SamplesForUpperBound(double confidence) => (int)Math.Ceiling(Math.Log(1 - confidence) / Math.Log(share) - 1e-9);

    public Interval Bounds(double confidence)
    {
        // Largest low with P(X ≥ low) ≥ c and smallest high with P(X ≤ high − 1) ≥ c, X the count below the true percentile.
        BinomialDistribution below = new(sorted.Length, share);
        int low = sorted.Length, high = 1;
        for (double atLeast = below.Mass(low); low > 0 && atLeast < confidence; atLeast += below.Mass(low)) low--;
        for (double atMost = below.Mass(0); high <= sorted.Length && atMost < confidence; high++) atMost += below.Mass(high);
        double lower = low > 0 ? sorted[low - 1] : least;
        double upper = high <= sorted.Length ? sorted[high - 1] : double.PositiveInfinity;
        return new(lower, upper, confidence, Method);
    }

    public double PValueBelow(double limit) =>
        new BinomialDistribution(sorted.Length, share).AtLeast(sorted.Count(sample => sample < limit));

    public double PValueAbove(double limit) =>
        new BinomialDistribution(sorted.Length, share).AtMost(sorted.Count(sample => sample <= limit));
}
