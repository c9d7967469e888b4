using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Accuracy;

/// <summary>One subtask in the forms that the interval methods take.</summary>
/// <param name="Weight">What one point of the subtask's raw mean score is worth in the whole.</param>
internal sealed record RecoveryPart(RecoverySubtask Subtask, double Weight)
{
    public static IEnumerable<RecoveryPart> Of(IReadOnlyList<RecoveryTask> tasks) =>
        from task in tasks
        let share = task.Weight / tasks.Sum(other => other.Weight)
        from subtask in task.Subtasks
        select new RecoveryPart(subtask, share * task.WeightOf(subtask) / (1 - subtask.Floor));

    public RecoveryScores.Paired? Paired { get; } = Subtask.Scores as RecoveryScores.Paired;

    public bool IsBinary => Paired is { IsBinary: true };

    public double Floor => Subtask.Floor;

    /// <summary>Normalisation is a straight line here, on both sides.</summary>
    public bool IsAboveFloor => Floor == 0 || (Subtask.BaselineScore > 0 && Subtask.CandidateScore > 0);

    /// <summary>Standard error of the part's share in the whole.</summary>
    public double BaselineError => Weight * ErrorOf(Subtask.Scores switch
    {
        RecoveryScores.Unpaired unpaired => unpaired.Baseline,
        RecoveryScores.Paired paired => SummaryOf(paired.Baseline),
        _ => throw new InvalidOperationException("Scores are paired or unpaired."),
    });

    public double CandidateError => Weight * ErrorOf(Subtask.Scores switch
    {
        RecoveryScores.Unpaired unpaired => unpaired.Candidate,
        RecoveryScores.Paired paired => SummaryOf(paired.Candidate),
        _ => throw new InvalidOperationException("Scores are paired or unpaired."),
    });

    public RecoveryStratum Flips() =>
        new(Weight / Paired!.Count, Paired.Count, Right(Paired.Baseline), Paired.Losses, Paired.Gains, Floor);

    public BinomialCell RightAnswers() => new(Paired!.Count, Right(Paired.Candidate), Weight / Paired.Count);

    public RatioStratum Ratio() => new(Weight, Paired!.Candidate, Paired.Baseline, FloorOrNull);

    /// <summary>Over a constant that makes the denominators of all parts sum to 1.</summary>
    public RatioStratum ScoreAlone() => new(Weight, Paired!.Candidate, [.. Enumerable.Repeat(1.0, Paired.Count)], FloorOrNull);

    /// <summary>
    /// For the interval only: one made-up loss and one made-up gain join scores that are all 0 or 1, or of which none changed, as in the
    /// Laplace-adjusted paired interval (Bonett and Price, J. Educ. Behav. Stat. 37 (2012) 479), so that it cannot collapse.
    /// </summary>
    public RatioStratum DoubtedRatio() => IsBinary || Paired!.Losses + Paired.Gains == 0
        ? new(Weight, [.. Paired!.Candidate, 0, 1], [.. Paired.Baseline, 1, 0], FloorOrNull)
        : Ratio();

    private double? FloorOrNull => Floor == 0 ? null : Floor;

    private static int Right(double[] scores) => scores.Count(score => score == 1);

    private static ScoreSummary SummaryOf(double[] scores)
    {
        double mean = scores.Average();
        double squares = scores.Sum(score => (score - mean) * (score - mean));
        return new(mean, scores.Length > 1 ? Math.Sqrt(squares / (scores.Length - 1) / scores.Length) : null, scores.Length);
    }

    /// <summary>A missing or zero error becomes that of two more right and two more wrong documents: 0 and 1 are not certain.</summary>
    private static double ErrorOf(ScoreSummary score)
    {
        if (score.StandardError is { } error and > 0) return error;
        double shrunk = (score.Mean * score.Count + 2) / (score.Count + 4);
        return Math.Sqrt(shrunk * (1 - shrunk) / (score.Count + 4));
    }
}
