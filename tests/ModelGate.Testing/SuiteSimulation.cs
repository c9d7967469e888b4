using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Testing;

/// <summary>Chance of a pass of a suite's recovery, from seeded samples of each task's population.</summary>
public sealed class SuiteSimulation(IReadOnlyList<FlipPopulation> tasks, ulong seed)
{
    /// <summary>Mean candidate accuracy ÷ mean baseline accuracy.</summary>
    public double TrueRecovery { get; } =
        tasks.Sum(task => task.TrueRecovery * task.BaselineAccuracy) / tasks.Sum(task => task.BaselineAccuracy);

    /// <summary>
    /// Share of <paramref name="runs"/> in which "recovery ≤ limit − margin" is refuted and the estimate is at least the limit.
    /// </summary>
    public double PassRate(int runs, double limit, double margin, double alpha)
    {
        SeededRandom random = new(seed);
        Dictionary<string, bool> known = [];
        int passes = 0;
        for (int run = 0; run < runs; run++)
        {
            RecoveryStratum[] sample = [.. tasks.Select(task => Draw(task, random))];
            string key = string.Join('|', sample.Select(s => $"{s.BaselineRight},{s.Losses},{s.Gains}"));
            if (!known.TryGetValue(key, out bool passed))
            {
                passed = Passes(sample, limit, margin, alpha);
                known.Add(key, passed);
            }

            if (passed) passes++;
        }

        return (double)passes / runs;
    }

    private static bool Passes(RecoveryStratum[] sample, double limit, double margin, double alpha)
    {
        if (sample.All(s => s.BaselineRight == 0)) return false;
        RecoveryOfFlips recovery = new(sample);
        return recovery.Value >= limit && recovery.PValueAbove(limit - margin) <= alpha;
    }

    private RecoveryStratum Draw(FlipPopulation task, SeededRandom random)
    {
        FlipCounts drawn = task.Draw(random);
        return new(1.0 / (tasks.Count * task.Documents), task.Documents, drawn.BaselineRight, drawn.Losses, drawn.Gains);
    }
}
