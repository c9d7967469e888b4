namespace ModelGate.Measurement.Statistics;

/// <summary>
/// Ratio of two means known only with their standard errors, as if their documents were different ones: Fieller's bounds
/// (J. R. Stat. Soc. B 16 (1954) 175). Wider than a paired interval on the same data.
/// </summary>
public sealed class UnpairedRatio(double numerator, double numeratorError, double denominator, double denominatorError, int samples)
    : IEstimate
{
    public const string Method = "unpaired, Fieller";

    public double Value => numerator / denominator;

    public int Samples => samples;

    public Interval Bounds(double confidence)
    {
        double square = Math.Pow(NormalDistribution.Quantile(confidence), 2);
        double a = denominator * denominator - square * denominatorError * denominatorError;
        double b = numerator * denominator;
        double c = numerator * numerator - square * numeratorError * numeratorError;
        if (!(a > 0)) return new(double.NegativeInfinity, double.PositiveInfinity, confidence, Method);
        double root = Math.Sqrt(Math.Max(0, b * b - a * c));
        return new((b - root) / a, (b + root) / a, confidence, Method);
    }

    public double PValueBelow(double limit) => NormalDistribution.Cumulative(Standardized(limit));

    public double PValueAbove(double limit) => NormalDistribution.Cumulative(-Standardized(limit));

    private double Standardized(double limit)
    {
        double error = Math.Sqrt(numeratorError * numeratorError + limit * limit * denominatorError * denominatorError);
        double distance = numerator - limit * denominator;
        return error > 0 ? distance / error : distance == 0 ? 0 : distance * double.PositiveInfinity;
    }
}
