namespace ModelGate.Measurement.Statistics;

/// <summary>Inverts a test: the limit at which a p-value equals 1 − confidence.</summary>
internal static class BoundSearch
{
    /// <param name="least">Where the search ends: the bound returned where even this limit is not refuted.</param>
    /// <param name="estimate">A limit that is not refuted.</param>
    /// <param name="pValue">Rises from <paramref name="least"/> to <paramref name="estimate"/>.</param>
    public static double Lower(double least, double estimate, double alpha, Func<double, double> pValue)
    {
        double step = Math.Max((estimate - least) / 64, 1e-12);
        double good = estimate, bad = estimate;
        while (true)
        {
            bad = Math.Max(least, estimate - step);
            if (pValue(bad) <= alpha) break;
            good = bad;
            if (bad <= least) return least;
            step *= 2;
        }

        // The bound is the refuted end: never a limit that the data do not refute.
        for (int i = 0; i < 40 && good - bad > 1e-9 * Math.Max(1, Math.Abs(estimate)); i++)
        {
            double middle = (good + bad) / 2;
            if (pValue(middle) <= alpha) bad = middle;
            else good = middle;
        }

        return bad;
    }

    public static double Upper(double most, double estimate, double alpha, Func<double, double> pValue) =>
        -Lower(-most, -estimate, alpha, limit => pValue(-limit));
}
