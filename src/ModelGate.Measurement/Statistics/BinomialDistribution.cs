namespace ModelGate.Measurement.Statistics;

/// <summary>Successes among <paramref name="trials"/> independent trials of one probability.</summary>
public readonly struct BinomialDistribution(int trials, double probability)
{
    public double Mean => trials * probability;

    public double Variance => trials * probability * (1 - probability);

    /// <summary>P(X = k).</summary>
    public double Mass(int k)
    {
        if (k < 0 || k > trials) return 0;
        if (probability <= 0) return k == 0 ? 1 : 0;
        if (probability >= 1) return k == trials ? 1 : 0;
        return Math.Exp(LogFactorial(trials) - LogFactorial(k) - LogFactorial(trials - k)
            + k * Math.Log(probability) + (trials - k) * LogOneMinus(probability));
    }

    /// <summary>P(X ≥ k), summed from the far end so that small tails keep their digits.</summary>
    public double AtLeast(int k)
    {
        if (k <= 0) return 1;
        double sum = 0;
        for (int i = trials; i >= k; i--) sum += Mass(i);
        return Math.Min(1, sum);
    }

    /// <summary>P(X ≤ k).</summary>
    public double AtMost(int k)
    {
        if (k >= trials) return 1;
        double sum = 0;
        for (int i = 0; i <= k; i++) sum += Mass(i);
        return Math.Min(1, sum);
    }

    /// <summary>
    /// Masses of consecutive counts from <c>First</c> on, all whose mass is above <paramref name="negligible"/>, by recurrence from the
    /// mode.
    /// </summary>
    internal (int First, double[] Masses) Support(double negligible)
    {
        int mode = Math.Clamp((int)((trials + 1) * probability), 0, trials);
        double odds = probability / (1 - probability);
        double atMode = Mass(mode);
        List<double> below = [], above = [atMode];
        for (int k = mode; k > 0; k--)
        {
            double mass = (below.Count > 0 ? below[^1] : atMode) * k / ((trials - k + 1) * odds);
            if (!(mass > negligible)) break;
            below.Add(mass);
        }

        for (int k = mode; k < trials; k++)
        {
            double mass = above[^1] * (trials - k) * odds / (k + 1);
            if (!(mass > negligible)) break;
            above.Add(mass);
        }

        below.Reverse();
        return (mode - below.Count, [.. below, .. above]);
    }

    private static double LogOneMinus(double p) => p < 1e-4 ? -p - p * p / 2 - p * p * p / 3 : Math.Log(1 - p);

    /// <summary>ln n!: summed below 16, Stirling's series above, relative error below 1e-15.</summary>
    internal static double LogFactorial(int n)
    {
        if (n < 16)
        {
            double product = 1;
            for (int i = 2; i <= n; i++) product *= i;
            return Math.Log(product);
        }

        double x = n + 1.0;
        double inverseSquare = 1 / (x * x);
        double series = (1.0 / 12 - inverseSquare * (1.0 / 360 - inverseSquare * (1.0 / 1260 - inverseSquare / 1680))) / x;
        return (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + series;
    }
}
