using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Testing;

/// <summary>
/// Chance of a pass in a population, by enumeration of every sample that has a chance above 1e-9. More gains pass where fewer do, and more
/// losses need no fewer gains (a test of its own holds that), so that only the border is walked.
/// </summary>
public static class RecoveryEnumeration
{
    private const double Negligible = 1e-9;

    /// <summary>P(the test refutes "recovery ≤ limit − margin", and the estimate is at least the limit).</summary>
    public static double PassRate(FlipPopulation population, double limit, double margin, double alpha)
    {
        double passRate = 0;
        BinomialDistribution right = new(population.Documents, population.BaselineAccuracy);
        for (int baselineRight = 1; baselineRight <= population.Documents; baselineRight++)
        {
            double rightMass = right.Mass(baselineRight);
            if (rightMass < Negligible) continue;
            BinomialDistribution losses = new(baselineRight, population.LossRate);
            BinomialDistribution gains = new(population.Documents - baselineRight, population.GainRate);
            int least = 0;
            for (int loss = 0; loss <= baselineRight; loss++)
            {
                double lossMass = rightMass * losses.Mass(loss);
                if (lossMass < Negligible * 1e-3)
                {
                    if (loss > losses.Mean) break;
                    continue;
                }

                int wrong = population.Documents - baselineRight;
                while (least <= wrong && !Passes(population.Documents, baselineRight, loss, least, limit, margin, alpha)) least++;
                if (least > wrong) break;
                passRate += lossMass * gains.AtLeast(least);
            }
        }

        return passRate;
    }

    public static bool Passes(int documents, int baselineRight, int losses, int gains, double limit, double margin, double alpha)
    {
        RecoveryOfFlips recovery = new([new RecoveryStratum(1.0 / documents, documents, baselineRight, losses, gains)]);
        return recovery.Value >= limit && recovery.PValueAbove(limit - margin) <= alpha;
    }
}
