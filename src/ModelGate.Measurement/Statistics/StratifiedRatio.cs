namespace ModelGate.Measurement.Statistics;

/// <summary>Documents drawn together, and their part in a ratio of weighted means.</summary>
/// <param name="Weight">Of the stratum's mean in the sum over strata.</param>
/// <param name="Numerator">(n) one value a document, at least 1 document.</param>
/// <param name="Denominator">(n) the same documents.</param>
/// <param name="Floor">Subtracted from both means, which then are at least 0 (chance-level normalisation); null where there is
/// none.</param>
public sealed record RatioStratum(double Weight, double[] Numerator, double[] Denominator, double? Floor = null);

/// <summary>
/// Σ weight·mean(numerator) ÷ Σ weight·mean(denominator) over strata, with a bootstrap that resamples documents within each stratum and
/// redoes normalisation. With one stratum it is the ratio of sums of paired values: perplexity, divergence per position, answer length.
/// The standard error is that of the linearised residuals (Cochran, "Sampling Techniques" (1977), section 6.8).
/// </summary>
public static class StratifiedRatio
{
    public const string Method = "studentised bootstrap of documents";

    /// <param name="forDoubt">Strata to find the interval from, where they differ from <paramref name="strata"/> (which give the
    /// value).</param>
    public static IEstimate Of(IReadOnlyList<RatioStratum> strata, string method = Method, IReadOnlyList<RatioStratum>? forDoubt = null)
    {
        int documents = strata.Sum(stratum => stratum.Numerator.Length);
        double value = Ratio(strata, null).Value;
        IReadOnlyList<RatioStratum> doubted = forDoubt ?? strata;
        Studentized original = Ratio(doubted, null);
        StudentizedBootstrap bootstrap = new(original, documents, method, random => Ratio(doubted, random));
        return value == original.Value ? bootstrap : new ShiftedEstimate(bootstrap, value - original.Value);
    }

    /// <summary>Σ numerator ÷ Σ denominator of paired values.</summary>
    public static IEstimate OfSums(double[] numerator, double[] denominator, string method = Method) =>
        Of([new RatioStratum(1, numerator, denominator)], method);

    public static IEstimate OfMean(double[] values, string method) => OfSums(values, [.. Enumerable.Repeat(1.0, values.Length)], method);

    private static Studentized Ratio(IReadOnlyList<RatioStratum> strata, SeededRandom? random)
    {
        Moments[] moments = new Moments[strata.Count];
        double top = 0, bottom = 0;
        for (int i = 0; i < moments.Length; i++)
        {
            moments[i] = Moments.Of(strata[i], random);
            top += strata[i].Weight * moments[i].Top(strata[i].Floor);
            bottom += strata[i].Weight * moments[i].Bottom(strata[i].Floor);
        }

        double ratio = top / bottom, variance = 0;
        for (int i = 0; i < moments.Length; i++)
        {
            double weight = strata[i].Weight;
            variance += weight * weight * moments[i].ResidualVariance(ratio, strata[i].Floor) / strata[i].Numerator.Length;
        }

        return new(ratio, Math.Sqrt(variance) / Math.Abs(bottom));
    }

    /// <summary>Means and sample variances of one draw of a stratum.</summary>
    private readonly record struct Moments(double MeanX, double MeanY, double VarianceX, double VarianceY, double Covariance)
    {
        public static Moments Of(RatioStratum stratum, SeededRandom? random)
        {
            int n = stratum.Numerator.Length;
            double originX = stratum.Numerator[0], originY = stratum.Denominator[0];
            double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
            for (int i = 0; i < n; i++)
            {
                int document = random is null ? i : random.Next(n);
                double dx = stratum.Numerator[document] - originX, dy = stratum.Denominator[document] - originY;
                x += dx;
                y += dy;
                xx += dx * dx;
                yy += dy * dy;
                xy += dx * dy;
            }

            double free = n - 1; // 0 for one document: no variance can be had, and NaN says so
            return new(originX + x / n, originY + y / n, (xx - x * x / n) / free, (yy - y * y / n) / free, (xy - x * y / n) / free);
        }

        public double Top(double? floor) => floor is { } f ? Math.Max(0, MeanX - f) : MeanX;

        public double Bottom(double? floor) => floor is { } f ? Math.Max(0, MeanY - f) : MeanY;

        /// <summary>Variance of x − ratio·y; a side that the floor holds at 0 does not vary.</summary>
        public double ResidualVariance(double ratio, double? floor)
        {
            double x = Top(floor) == 0 && floor is not null ? 0 : 1;
            double y = Bottom(floor) == 0 && floor is not null ? 0 : ratio;
            return Math.Max(0, x * x * VarianceX + y * y * VarianceY - 2 * x * y * Covariance);
        }
    }
}
