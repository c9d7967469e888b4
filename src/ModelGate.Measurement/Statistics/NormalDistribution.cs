namespace ModelGate.Measurement.Statistics;

public static class NormalDistribution
{
    /// <summary>
    /// z with Φ(z) = <paramref name="p"/>, p in (0, 1). Relative error below 1.2e-9 (P. J. Acklam's rational approximation).
    /// </summary>
    public static double Quantile(double p)
    {
        if (p is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability strictly between 0 and 1.");
        const double tail = 0.02425;
        if (p < tail) return Tail(Math.Sqrt(-2 * Math.Log(p)));
        if (p > 1 - tail) return -Tail(Math.Sqrt(-2 * Math.Log(1 - p)));
        double q = p - 0.5;
        double r = q * q;
        return q * Polynomial(r, -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
                -3.066479806614716e+01, 2.506628277459239e+00)
            / Polynomial(r, -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
                -1.328068155288572e+01, 1);
    }

    /// <summary>Φ(z), by Marsaglia's series (J. Stat. Softw. 11 (2004) 4); absolute error below 1e-15.</summary>
    public static double Cumulative(double z)
    {
        if (Math.Abs(z) > 8) return z > 0 ? 1 : 0;
        double sum = z, term = z;
        for (int i = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); i += 2)
        {
            term *= z * z / i;
            sum += term;
        }

        return 0.5 + sum * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
    }

    private static double Tail(double q) =>
        Polynomial(q, -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
            4.374664141464968e+00, 2.938163982698783e+00)
        / Polynomial(q, 7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1);

    /// <summary>Horner's rule, highest power first.</summary>
    private static double Polynomial(double x, params ReadOnlySpan<double> coefficients)
    {
        double value = 0;
        foreach (double coefficient in coefficients) value = value * x + coefficient;
        return value;
    }
}
