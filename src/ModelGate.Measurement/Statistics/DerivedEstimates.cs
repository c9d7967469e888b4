namespace ModelGate.Measurement.Statistics;

/// <summary>An estimate read on another scale by a strictly monotone function: bounds and p-values carry over.</summary>
/// <param name="forward">From the inner scale.</param>
/// <param name="backward">Its inverse; may give NaN outside the range of <paramref name="forward"/>.</param>
public sealed class TransformedEstimate(IEstimate inner, bool isRising, Func<double, double> forward, Func<double, double> backward)
    : IEstimate
{
    public double Value => forward(inner.Value);

    public int Samples => inner.Samples;

    public Interval Bounds(double confidence)
    {
        Interval bounds = inner.Bounds(confidence);
        double low = forward(bounds.Low), high = forward(bounds.High);
        return isRising ? bounds with { Low = low, High = high } : bounds with { Low = high, High = low };
    }

    public double PValueBelow(double limit) => isRising ? inner.PValueBelow(backward(limit)) : inner.PValueAbove(backward(limit));

    public double PValueAbove(double limit) => isRising ? inner.PValueAbove(backward(limit)) : inner.PValueBelow(backward(limit));

    /// <summary>e to the estimate: a ratio from a difference of logarithms.</summary>
    public static TransformedEstimate Exponential(IEstimate inner) => new(inner, true, Math.Exp, Math.Log);

    /// <summary>factor ÷ estimate, for positive estimates: a rate from a time. A bound at or below 0 becomes ∞.</summary>
    public static TransformedEstimate Reciprocal(IEstimate inner, double factor) =>
        new(inner, false, x => x > 0 ? factor / x : double.PositiveInfinity, y => y > 0 ? factor / y : double.PositiveInfinity);
}

/// <summary>The doubt of one estimate around another value.</summary>
internal sealed class ShiftedEstimate(IEstimate inner, double by) : IEstimate
{
    public double Value => inner.Value + by;

    public int Samples => inner.Samples;

    public Interval Bounds(double confidence)
    {
        Interval bounds = inner.Bounds(confidence);
        return bounds with { Low = bounds.Low + by, High = bounds.High + by };
    }

    public double PValueBelow(double limit) => inner.PValueBelow(limit - by);

    public double PValueAbove(double limit) => inner.PValueAbove(limit - by);
}

/// <summary>A number that is counted, not sampled.</summary>
public sealed record ExactEstimate(double Value, int Samples) : IEstimate
{
    public Interval Bounds(double confidence) => Interval.Exact(Value);

    public double PValueBelow(double limit) => Value < limit ? 0 : 1;

    public double PValueAbove(double limit) => Value > limit ? 0 : 1;
}

/// <summary>Bounds cut to what the metric can be at all.</summary>
internal sealed class WithinRange(IEstimate inner, double least, double most) : IEstimate
{
    public double Value => inner.Value;

    public int Samples => inner.Samples;

    public Interval Bounds(double confidence)
    {
        Interval bounds = inner.Bounds(confidence);
        return bounds with { Low = Math.Max(least, bounds.Low), High = Math.Min(most, bounds.High) };
    }

    public double PValueBelow(double limit) => limit > most ? 0 : inner.PValueBelow(limit);

    public double PValueAbove(double limit) => limit < least ? 0 : inner.PValueAbove(limit);
}
