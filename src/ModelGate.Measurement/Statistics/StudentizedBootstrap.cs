namespace ModelGate.Measurement.Statistics;

/// <summary>A statistic and its standard error, of the data or of one resample.</summary>
/// <param name="Error">Estimated standard error, at least 0; NaN where the data give none.</param>
public readonly record struct Studentized(double Value, double Error);

/// <summary>
/// Bootstrap-t: the distribution of (value* − value) ÷ error* over seeded resamples stands for that of (value − truth) ÷ error
/// (Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), section 12.5). Second-order right for skewed means and ratios.
/// </summary>
public sealed class StudentizedBootstrap : IEstimate
{
    /// <summary>One less than a multiple of 1000, so that usual quantiles are order statistics.</summary>
    public const int Resamples = 1999;

    private readonly double error;
    private readonly double[]? pivots;
    private readonly string method;

    /// <param name="original">Of the data themselves.</param>
    /// <param name="resample">Of one resample drawn with the generator it is given.</param>
    public StudentizedBootstrap(
        Studentized original, int samples, string method, Func<SeededRandom, Studentized> resample, ulong seed = 0x6761_7465)
    {
        (Value, error, Samples, this.method) = (original.Value, original.Error, samples, method);
        if (!double.IsFinite(error)) return;
        SeededRandom random = new(seed);
        double[] drawn = new double[Resamples];
        for (int i = 0; i < Resamples; i++)
        {
            Studentized draw = resample(random);
            if (!double.IsFinite(draw.Value) || !double.IsFinite(draw.Error)) return;
            // Without spread in the resample any distance is endless: the quotient is an infinity of its sign.
            drawn[i] = draw.Value == Value ? 0 : (draw.Value - Value) / draw.Error;
        }

        Array.Sort(drawn);
        pivots = drawn;
    }

    public double Value { get; }

    public int Samples { get; }

    public Interval Bounds(double confidence)
    {
        if (pivots is null) return new(double.NegativeInfinity, double.PositiveInfinity, confidence, "too few samples for an interval");
        if (error == 0) return new(Value, Value, confidence, method);
        int outside = (int)Math.Floor((1 - confidence) * (Resamples + 1) + 1e-9);
        if (outside < 1) return new(double.NegativeInfinity, double.PositiveInfinity, confidence, "too few resamples for this confidence");
        return new(Value - pivots[^outside] * error, Value - pivots[outside - 1] * error, confidence, method);
    }

    public double PValueBelow(double limit) => PValue(limit, pivot => pivot <= (Value - limit) / error, Value < limit);

    public double PValueAbove(double limit) => PValue(limit, pivot => pivot >= (Value - limit) / error, Value > limit);

    private double PValue(double limit, Predicate<double> isAsExtreme, bool isRefutedByValue)
    {
        if (pivots is null) return 1;
        if (error == 0) return isRefutedByValue ? 0 : 1;
        return (1.0 + pivots.Count(pivot => isAsExtreme(pivot))) / (Resamples + 1);
    }
}
