namespace ModelGate.Measurement.Statistics;

/// <summary>McNemar's exact test of paired 0/1 outcomes. Shown beside an interval; it never decides.</summary>
public static class McNemar
{
    /// <summary>Two-sided: twice the smaller tail of Binomial(losses + gains, ½), at most 1; 1 where nothing flipped.</summary>
    public static double ExactP(int losses, int gains)
    {
        int flips = losses + gains;
        return flips == 0 ? 1 : Math.Min(1, 2 * new BinomialDistribution(flips, 0.5).AtMost(Math.Min(losses, gains)));
    }
}
