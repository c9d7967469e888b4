namespace ModelGate.Measurement.Statistics;

/// <summary>
/// A point value whose doubt can be asked about at any confidence and limit. Deterministic: the same data give the same bits.
/// </summary>
public interface IEstimate
{
    double Value { get; }

    /// <summary>Documents or requests behind the value.</summary>
    int Samples { get; }

    /// <param name="confidence">Of each one-sided bound, in (0.5, 1).</param>
    Interval Bounds(double confidence);

    /// <summary>
    /// One-sided p-value against "the true value is at least <paramref name="limit"/>": small says that it is below. It is below
    /// 1 − c exactly where the upper bound at confidence c is below the limit.
    /// </summary>
    double PValueBelow(double limit);

    /// <summary>One-sided p-value against "the true value is at most <paramref name="limit"/>": small says that it is above.</summary>
    double PValueAbove(double limit);
}
