using System.Diagnostics;
using System.Globalization;
using ModelGate.Gate.Gates;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Testing;

namespace ModelGate.Benchmarks;

/// <summary>
/// The recovery gates on the 18 suite results of tables 2 and 3: how often they pass and fail with the leaderboards' documents, and with
/// how many documents they start to decide.
/// </summary>
internal static class PaperGates
{
    private const int Runs = 200;
    private const int RunsOfScale = 60;
    private const double Decides = 0.9;
    private const double LeastScale = 1.0 / 64;
    private const double MostScale = 8;

    public static void Run(TextWriter output)
    {
        long start = Stopwatch.GetTimestamp();
        output.WriteLine(
            $"""
            Recovery gates at 95 % confidence, margin 1 %, on populations with the scores of arXiv 2411.02355; {Runs} seeded runs a row.
            Documents are right or wrong. 'flips' is the share of documents whose outcome changes, losses and gains together: an assumption,
            raised to the difference of the scores, lowered to what the baseline has wrong. Scores of V2 are turned back to raw accuracy by
            each subtask's chance; the 24 subtasks of BBH, and the 3 of MuSR, share one normalised score. IFEval prompts and TruthfulQA
            questions count as right or wrong. 'paper' is the printed recovery, 'true' that of the printed scores.
            'from' is the least of 1/64, 1/32 ... {MostScale} times the documents from which {Decides:P0} of
            {RunsOfScale} runs pass or fail.

            Runs are decided by the one test that can decide them (the tests hold that it is what the gate decides); undecided at all
            documents is 'not decidable' in a gate. 'interval' is of the run with the median estimate, and 'gate' what the gate said of it.

            suite size format     flips  paper    true limit passed failed undecided  interval                   gate          from
            """);
        double wrongPasses = 0, wrongFails = 0;
        foreach (PaperSuite suite in PaperSuite.All)
        {
            foreach (double flipRate in suite.FlipRates)
            {
                PaperSimulation simulation = new(suite, flipRate);
                PaperRuns runs = simulation.Run(Runs);
                double passed = runs.Share(PaperDecision.Passed), failed = runs.Share(PaperDecision.Failed);
                if (suite.TrueRecovery <= suite.Limit - suite.Margin) wrongPasses = Math.Max(wrongPasses, passed);
                if (suite.TrueRecovery >= suite.Limit) wrongFails = Math.Max(wrongFails, failed);
                double? from = Start(simulation, passed + failed);
                Finding median = Judge(suite, suite.Draw(flipRate, 1, runs.MedianRun));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{suite.Leaderboard,-5} {suite.Size,-4} {suite.Format,-9} {flipRate,6:P0} {suite.PrintedRecovery,7:P1} "
                    + $"{suite.TrueRecovery,8:P2} {suite.Limit,4:P0} {passed,7:P0} {failed,6:P0} {1 - passed - failed,9:P0}  "
                    + $"{Text(median.Measured!),-26} {median.Outcome.Name,-13} {Text(suite, from)}"));
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"""

            most passes of a row whose true recovery is at or below limit - margin: {wrongPasses:P1}
            most fails of a row whose true recovery is at or above the limit: {wrongFails:P1}
            {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s
            """));
    }

    private static Finding Judge(PaperSuite suite, RecoverySuite drawn)
    {
        GateRule rule = new() { Metric = Metric.Recovery, Bound = new Bound.AtLeast(suite.Limit), Margin = suite.Margin };
        return Verdict.Decide([rule], new([new(suite.Format) { Suites = [drawn] }])).Findings.Single();
    }

    /// <summary>Halves the documents while the runs still decide, or doubles them until they do; null where even the most do not.</summary>
    private static double? Start(PaperSimulation simulation, double decided)
    {
        double scale = 1;
        if (decided >= Decides)
        {
            while (scale > LeastScale && simulation.Decides(Decides, RunsOfScale, scale / 2)) scale /= 2;
            return scale;
        }

        while (scale < MostScale)
        {
            scale *= 2;
            if (simulation.Decides(Decides, RunsOfScale, scale)) return scale;
        }

        return null;
    }

    private static string Text(MeasuredValue measured) => string.Create(CultureInfo.InvariantCulture,
        $"{measured.Value:P1} ({measured.Interval.Low:P1} to {measured.Interval.High:P1})");

    private static string Text(PaperSuite suite, double? from) => from switch
    {
        null => $"not with {suite.Documents(MostScale)} (x{MostScale})",
        < 1 => $"{suite.Documents(from.Value)} (1/{1 / from.Value:F0})",
        _ => $"{suite.Documents(from.Value)} (x{from.Value:F0})",
    };
}
