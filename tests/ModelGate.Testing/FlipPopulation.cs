using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Testing;

/// <summary>A population of documents of one task: how often baseline and candidate are right, and how often they differ.</summary>
/// <param name="Documents">n of every sample.</param>
/// <param name="BaselineAccuracy">In (0, 1).</param>
/// <param name="FlipRate">Share of documents on which the two differ.</param>
/// <param name="LossShare">Share of the flips that are losses.</param>
public sealed record FlipPopulation(int Documents, double BaselineAccuracy, double FlipRate, double LossShare)
{
    public double LossRate => FlipRate * LossShare / BaselineAccuracy;

    public double GainRate => FlipRate * (1 - LossShare) / (1 - BaselineAccuracy);

    public double TrueRecovery => 1 + FlipRate * (1 - 2 * LossShare) / BaselineAccuracy;

    public FlipCounts Draw(SeededRandom random)
    {
        int right = 0, losses = 0, gains = 0;
        for (int i = 0; i < Documents; i++)
        {
            bool isRight = random.NextDouble() < BaselineAccuracy;
            double flip = random.NextDouble();
            if (isRight) right++;
            if (isRight && flip < LossRate) losses++;
            if (!isRight && flip < GainRate) gains++;
        }

        return new(Documents, right, losses, gains);
    }
}

/// <summary>One sample of a <see cref="FlipPopulation"/>.</summary>
public readonly record struct FlipCounts(int Documents, int BaselineRight, int Losses, int Gains)
{
    /// <summary>Documents in an order of their own: first those that the baseline has right.</summary>
    public RecoveryScores.Paired Scores()
    {
        double[] baseline = new double[Documents], candidate = new double[Documents];
        Array.Fill(baseline, 1, 0, BaselineRight);
        Array.Fill(candidate, 1, Losses, BaselineRight - Losses + Gains);
        return new(baseline, candidate);
    }
}
