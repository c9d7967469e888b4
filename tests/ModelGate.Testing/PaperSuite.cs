using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Testing;

/// <summary>
/// One of the 18 suite results of tables 2 and 3 as a population: runs draw as many documents as the leaderboard has, right or wrong, so
/// that both sides score on average what the paper printed. Subtasks of a task have one normalised score; IFEval and TruthfulQA, whose
/// documents can score in between, are right or wrong here too.
/// </summary>
/// <param name="Leaderboard">Such as <c>V1</c>.</param>
/// <param name="PrintedRecovery">1 is all.</param>
/// <param name="Baseline">Scores of the tasks in [0, 1], normalised where the leaderboard normalises.</param>
public sealed record PaperSuite(
    string Leaderboard, PaperTask[] Tasks, string Size, string Format, double PrintedRecovery, double[] Baseline, double[] Candidate)
{
    public static PaperSuite[] All { get; } =
    [
        .. Of("V1", PaperTables.V1Tasks, PaperTables.Table2),
        .. Of("V2", PaperTables.V2Tasks, PaperTables.Table3),
    ];

    /// <summary>Of the scores as printed, which are rounded.</summary>
    public double TrueRecovery => Candidate.Average() / Baseline.Average();

    /// <summary>The gates at work: 99 % for the 8-bit formats, 96 % for INT4, each with a margin of 1 %.</summary>
    public double Limit => Format == "W4A16-INT" ? 0.96 : 0.99;

    public double Margin => 0.01;

    /// <summary>Share of documents that flip: the paper has none, so two are stated for each format.</summary>
    public double[] FlipRates => Format == "W4A16-INT" ? [0.06, 0.12] : [0.03, 0.06];

    public int Documents(double scale) => Tasks.SelectMany(PaperSubtasks.Of).Sum(task => Scaled(task.Documents, scale));

    public static PaperSuite Of(string leaderboard, string size, string format) =>
        All.Single(suite => (suite.Leaderboard, suite.Size, suite.Format) == (leaderboard, size, format));

    /// <summary>One seeded run; the same seeds serve every suite.</summary>
    /// <param name="scale">Of the leaderboard's documents, subtask by subtask.</param>
    public RecoverySuite Draw(double flipRate, double scale, int run) => Draw(flipRate, scale, new SeededRandom((ulong)run));

    /// <summary>
    /// What the gate decides, from the one test that can still decide it: a bound is the last limit that its test does not refute, and to
    /// find both takes about a hundred tests. A test of its own holds that gates decide the same.
    /// </summary>
    public PaperDecision Decide(IEstimate recovery)
    {
        const double Alpha = 1 - Interval.DefaultConfidence;
        if (recovery.Value >= Limit) return recovery.PValueAbove(Limit - Margin) <= Alpha ? PaperDecision.Passed : PaperDecision.Undecided;
        return recovery.PValueBelow(Limit) <= Alpha ? PaperDecision.Failed : PaperDecision.Undecided;
    }

    private RecoverySuite Draw(double flipRate, double scale, SeededRandom random) => new(
        Leaderboard,
        [
            .. Tasks.Select((task, i) => new RecoveryTask(
                task.Name, "score",
                [.. PaperSubtasks.Of(task).Select(subtask => Draw(subtask, Baseline[i], Candidate[i], flipRate, scale, random))],
                SubtaskWeights.Equal)
            {
                DocumentsAvailable = scale < 1 ? PaperSubtasks.Of(task).Sum(subtask => subtask.Documents) : null,
            }),
        ]);

    /// <summary>
    /// The flip rate is at least the difference of the two scores, and at most what the baseline has wrong, so that gains can balance
    /// losses.
    /// </summary>
    public static FlipPopulation Population(PaperTask subtask, double baseline, double candidate, double flipRate, double scale)
    {
        double raw = subtask.Chance + baseline * (1 - subtask.Chance);
        double difference = (candidate - baseline) * (1 - subtask.Chance);
        double flips = Math.Max(Math.Abs(difference), Math.Min(flipRate, Math.Min(raw, 1 - raw)));
        return new(Scaled(subtask.Documents, scale), raw, flips, flips == 0 ? 0.5 : (1 - difference / flips) / 2);
    }

    private static RecoverySubtask Draw(
        PaperTask subtask, double baseline, double candidate, double flipRate, double scale, SeededRandom random) => new(
        subtask.Name, Population(subtask, baseline, candidate, flipRate, scale).Draw(random).Scores(),
        subtask.Chance > 0 ? subtask.Chance : null, IsNormalised: subtask.Chance > 0);

    private static int Scaled(int documents, double scale) => Math.Max(1, (int)Math.Round(documents * scale));

    private static IEnumerable<PaperSuite> Of(string leaderboard, PaperTask[] tasks, PaperRow[] table) =>
        from size in PaperTables.Sizes
        from format in PaperTables.Formats
        let row = PaperTables.Row(table, size, format)
        select new PaperSuite(
            leaderboard, tasks, size, format, row[0] / 100, Shares(PaperTables.Row(table, size, "BF16")[2..]), Shares(row[2..]));

    private static double[] Shares(double[] percent) => [.. percent.Select(value => value / 100)];
}

public enum PaperDecision
{
    Passed,
    Failed,
    Undecided,
}
