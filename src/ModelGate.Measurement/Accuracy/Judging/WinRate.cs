using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Accuracy.Judging;

/// <summary>From judgments to the win rate against the baseline, the mean of complete judging runs, with its doubt.</summary>
internal static class WinRate
{
    /// <summary>As published (show_result.py, <c>--num-rounds</c>).</summary>
    private const int RowResamples = 100;

    private const int PromptResamples = 2000;
    private const ulong Seed = 42;
    private const double Tail = 0.025;

    /// <summary>
    /// Each document's win rate and weight: the weighted mean is the mean of the runs' scores exactly, although each run has its own number
    /// of battles, and the weights sum to the number of documents.
    /// </summary>
    /// <param name="judgments">Of all runs; each run has a scored game.</param>
    public static IReadOnlyList<SampleValue> Values(IReadOnlyList<Judgment> judgments, int documents, int runs)
    {
        BattleScore[][] scores = ByRun(judgments, documents, runs);
        double[] shares = [.. scores.Select(run => documents / (double)(runs * BattleScore.Sum(run).Battles))];
        SampleValue[] values = new SampleValue[documents];
        for (int i = 0; i < documents; i++)
        {
            double won = 0, weight = 0;
            for (int run = 0; run < runs; run++)
            {
                won += scores[run][i].Won * shares[run];
                weight += scores[run][i].Battles * shares[run];
            }

            values[i] = weight > 0 ? new(won / weight, weight) : new(0, 0);
        }

        return values;
    }

    public static IReadOnlyList<JudgedRun> Runs(IReadOnlyList<Judgment> judgments, int runs) =>
    [
        .. Enumerable.Range(1, runs).Select(run =>
        {
            Judgment[] own = [.. judgments.Where(judgment => judgment.Run == run)];
            return new JudgedRun(run, BattleScore.Sum(own.Select(judgment => judgment.Score)).WinRate, Rows(own));
        }),
    ];

    /// <summary>The runs' mean with whole prompts drawn: what belongs together stays together.</summary>
    public static Interval Prompts(IReadOnlyList<Judgment> judgments, int documents, int runs)
    {
        BattleScore[][] scores = ByRun(judgments, documents, runs);
        SeededRandom random = new(Seed);
        List<double> rates = [];
        BattleScore[] drawn = new BattleScore[runs];
        for (int resample = 0; resample < PromptResamples; resample++)
        {
            Array.Clear(drawn);
            for (int i = 0; i < documents; i++)
            {
                int chosen = random.Next(documents);
                for (int run = 0; run < runs; run++) drawn[run] = drawn[run].Plus(scores[run][chosen]);
            }

            // A draw without any battle says nothing; it is possible only where almost nothing was scored.
            if (drawn.All(run => run.Battles > 0)) rates.Add(drawn.Average(run => run.WinRate));
        }

        return Ends(rates, "bootstrap of prompts");
    }

    private static Interval Rows(IReadOnlyList<Judgment> judgments)
    {
        double[] rows = [.. judgments.SelectMany(judgment => Enumerable.Repeat(judgment.Score.WinRate, judgment.Score.Battles))];
        SeededRandom random = new(Seed);
        double[] rates = new double[RowResamples];
        for (int resample = 0; resample < RowResamples; resample++)
        {
            double won = 0;
            for (int i = 0; i < rows.Length; i++) won += rows[random.Next(rows.Length)];
            rates[resample] = won / rows.Length;
        }

        return Ends(rates, "bootstrap of battles, as published");
    }

    private static Interval Ends(IEnumerable<double> rates, string method)
    {
        double[] sorted = [.. rates.Order()];
        return new(At(sorted, Tail), At(sorted, 1 - Tail), 1 - Tail, method);
    }

    /// <summary>Linear between neighbours, as numpy's percentile.</summary>
    private static double At(double[] sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        return below + 1 < sorted.Length
            ? sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    private static BattleScore[][] ByRun(IReadOnlyList<Judgment> judgments, int documents, int runs)
    {
        BattleScore[][] scores = [.. Enumerable.Range(0, runs).Select(_ => new BattleScore[documents])];
        foreach (Judgment judgment in judgments)
        {
            ref BattleScore score = ref scores[judgment.Run - 1][judgment.Document];
            score = score.Plus(judgment.Score);
        }

        return scores;
    }
}
