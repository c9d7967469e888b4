using System.Diagnostics;
using System.Globalization;
using ModelGate.Testing;

namespace ModelGate.Benchmarks;

/// <summary>
/// How often the recovery gate passes wrongly (true value at limit − margin; bar: 1 − c for exact, + 1 point for score-like methods) and
/// rightly (no loss on average, limit 99 %, margin 1 %), at the settings that the contract names.
/// </summary>
internal static class RecoverySimulation
{
    private const double Alpha = 0.05;
    private const int Runs = 20_000;

    private static readonly (string Name, int[] Documents, double[] Accuracies)[] Suites =
    [
        ("3 x 20", [20, 20, 20], [0.6, 0.7, 0.8]),
        ("5 x 100", [100, 100, 100, 100, 100], [0.3, 0.5, 0.6, 0.7, 0.9]),
        ("5 x 1000", [1000, 1000, 1000, 1000, 1000], [0.3, 0.5, 0.6, 0.7, 0.9]),
        ("20 + 100 + 1000", [20, 100, 1000], [0.7, 0.6, 0.5]),
        ("demo 400 300 300 300 200", [400, 300, 300, 300, 200], [0.9, 0.26, 0.8, 0.6, 0.8]),
    ];

    private static readonly double[] FlipRates = [0.01, 0.05];
    private static readonly double[] LossShares = [1.0, 0.6];

    public static void Run(TextWriter output)
    {
        output.WriteLine("one task, every sample enumerated");
        foreach (int documents in new[] { 20, 100, 1000 })
        {
            foreach (double accuracy in new[] { 0.3, 0.5, 0.7, 0.9 }) OneTask(documents, accuracy, output);
        }

        output.WriteLine($"suite's ratio, {Runs} samples, three standard errors {3 * Math.Sqrt(Alpha * (1 - Alpha) / Runs):P2}");
        foreach ((string name, int[] documents, double[] accuracies) in Suites) OneSuite(name, documents, accuracies, output);
        output.WriteLine("the same where only the last task flips");
        OneSuite("100 + 300 + 1000", [100, 300, 1000], [0.7, 0.6, 0.5], output, isLastOnly: true);
        OneSuite("1000 + 300 + 100", [1000, 300, 100], [0.7, 0.6, 0.5], output, isLastOnly: true);
    }

    private static void OneTask(int documents, double accuracy, TextWriter output)
    {
        double right = double.NaN;
        foreach (double flipRate in FlipRates)
        {
            FlipPopulation unchanged = new(documents, accuracy, flipRate, 0.5);
            right = RecoveryEnumeration.PassRate(unchanged, 0.99, 0.01, Alpha);
            foreach (double lossShare in LossShares)
            {
                long start = Stopwatch.GetTimestamp();
                FlipPopulation wrong = unchanged with { LossShare = lossShare };
                double wrongPass = RecoveryEnumeration.PassRate(wrong, wrong.TrueRecovery, 0, Alpha);
                Print(output, $"n {documents} accuracy {accuracy:F1}", flipRate, lossShare, wrongPass, right, start);
            }
        }
    }

    private static void OneSuite(string name, int[] documents, double[] accuracies, TextWriter output, bool isLastOnly = false)
    {
        foreach (double flipRate in FlipRates)
        {
            double right = Suite(0.5).PassRate(Runs, 0.99, 0.01, Alpha);
            foreach (double lossShare in LossShares)
            {
                long start = Stopwatch.GetTimestamp();
                SuiteSimulation wrong = Suite(lossShare);
                Print(output, name, flipRate, lossShare, wrong.PassRate(Runs, wrong.TrueRecovery, 0, Alpha), right, start);
            }

            SuiteSimulation Suite(double lossShare) => new(
                [
                    .. documents.Select((n, i) => new FlipPopulation(
                        n, accuracies[i], isLastOnly && i < documents.Length - 1 ? 0 : flipRate, lossShare)),
                ], seed: 1);
        }
    }

    private static void Print(TextWriter output, string name, double flipRate, double lossShare, double wrong, double right, long start) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-26} flips {flipRate:P0} losses {lossShare,5:P0}   wrong passes {wrong,6:P2}   right passes {right,6:P1}   "
            + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));
}
