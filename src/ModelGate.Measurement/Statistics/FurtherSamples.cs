namespace ModelGate.Measurement.Statistics;

/// <summary>How many more documents would likely decide.</summary>
public static class FurtherSamples
{
    /// <summary>Chance of a decision that "likely" means.</summary>
    public const double LikelyPower = 0.8;

    /// <summary>
    /// Further samples after which a test would decide with chance <see cref="LikelyPower"/> if the value stays: doubt shrinks with √n,
    /// and
    /// the value must clear the limit by its own scatter too. Null where the value lies on the limit or the doubt has no end.
    /// </summary>
    /// <param name="distance">From the value to the limit that decides, in the metric's unit.</param>
    /// <param name="halfWidth">From the value to the bound on that side.</param>
    public static int? Likely(double distance, double halfWidth, int samples, double confidence)
    {
        if (!(distance > 0) || !double.IsFinite(halfWidth)) return null;
        double z = NormalDistribution.Quantile(confidence);
        double reach = halfWidth * (1 + NormalDistribution.Quantile(LikelyPower) / z) / distance;
        double needed = samples * reach * reach - samples;
        return needed > int.MaxValue / 2 ? null : Math.Max(1, (int)Math.Ceiling(needed));
    }
}
