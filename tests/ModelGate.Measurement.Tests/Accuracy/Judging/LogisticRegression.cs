namespace ModelGate.Measurement.Tests.Accuracy.Judging;

/// <summary>
/// The regression that Arena-Hard v0.1 fits (utils_math.py, <c>compute_mle_elo</c>), by Newton's method: features +ln 10 for the first
/// and −ln 10 for the second model, no intercept, no penalty, every battle twice, a tie once won and once lost. With all battles against
/// one baseline only the difference of the two coefficients is determined, which is what this gives.
/// </summary>
internal static class LogisticRegression
{
    /// <param name="battles">1 where the candidate won, 0.5 a tie, 0 a loss; weight copies of each.</param>
    /// <returns>Coefficient of the candidate minus that of the baseline.</returns>
    public static double Fit(IReadOnlyList<(double Outcome, int Weight)> battles)
    {
        List<double> won = [];
        foreach ((double outcome, int weight) in battles)
        {
            for (int copy = 0; copy < weight; copy++) won.AddRange(outcome == 0.5 ? [1, 0] : [outcome, outcome]);
        }

        double feature = Math.Log(10), coefficient = 0;
        for (int step = 0; step < 100; step++)
        {
            double p = 1 / (1 + Math.Exp(-feature * coefficient));
            double gradient = won.Sum(outcome => feature * (outcome - p));
            double curvature = won.Count * feature * feature * p * (1 - p);
            coefficient += gradient / curvature;
            if (Math.Abs(gradient / won.Count) < 1e-12) break;
        }

        return coefficient;
    }

    /// <summary>All candidates in one regression with a column for each model, the baseline's too, by steepest descent.</summary>
    /// <param name="battles">Candidate, share won, weight.</param>
    /// <returns>Each candidate's coefficient minus the baseline's.</returns>
    public static double[] FitTogether(int candidates, IReadOnlyList<(int Candidate, double Outcome, int Weight)> battles)
    {
        double feature = Math.Log(10);
        double[] coefficients = new double[candidates + 1];
        for (int step = 0; step < 20_000; step++)
        {
            double[] gradient = new double[candidates + 1];
            foreach ((int candidate, double outcome, int weight) in battles)
            {
                double p = 1 / (1 + Math.Exp(-feature * (coefficients[candidate] - coefficients[^1])));
                double pull = weight * feature * (outcome - p) / battles.Count;
                gradient[candidate] += pull;
                gradient[^1] -= pull;
            }

            for (int i = 0; i < coefficients.Length; i++) coefficients[i] += 0.1 * gradient[i];
        }

        return [.. coefficients[..^1].Select(coefficient => coefficient - coefficients[^1])];
    }
}
