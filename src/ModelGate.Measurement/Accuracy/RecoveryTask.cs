namespace ModelGate.Measurement.Accuracy;

/// <summary>How a task's value comes from its subtasks.</summary>
public enum SubtaskWeights
{
    /// <summary>By document count, as the harness averages groups (MMLU).</summary>
    Documents,

    /// <summary>Plain mean of the subtasks (BBH and MuSR on Leaderboard V2).</summary>
    Equal,
}

/// <summary>One member of a suite's average, with a bounded higher-is-better primary metric.</summary>
/// <param name="Metric">Name of the primary metric, for reports.</param>
/// <param name="Subtasks">At least one; a plain task is its own subtask.</param>
public sealed record RecoveryTask(
    string Name, string Metric, IReadOnlyList<RecoverySubtask> Subtasks, SubtaskWeights Weights = SubtaskWeights.Documents)
{
    /// <summary>Relative weight in a suite's average.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Only the first N documents were seen (<c>--limit</c>).</summary>
    public bool IsPrefix { get; init; }

    /// <summary>All documents that the task has, where a sample was taken; null where every document was seen.</summary>
    public int? DocumentsAvailable { get; init; }

    public int Documents => Subtasks.Sum(subtask => subtask.Scores.Count);

    public bool IsPaired => Subtasks.All(subtask => subtask.Scores is RecoveryScores.Paired);

    /// <summary>Gates looked at it after every round of documents, so that only bounds for all looks together hold.</summary>
    public bool IsSequential => Subtasks.All(subtask => subtask.Rounds is not null);

    /// <summary>Such as <c>stopped early after 640 of 14042 documents</c>; null where every document was asked.</summary>
    public string? EarlyStop => IsSequential && Subtasks.Sum(subtask => subtask.Rounds!.Planned) is var planned && Documents < planned
        ? $"stopped early after {Documents} of {planned} documents"
        : null;

    /// <summary>The baseline's score on all documents, where these are only those that a candidate was asked; null else.</summary>
    public double? BaselineScoreOfAll { get; init; }

    /// <summary>What <c>where-baseline-above</c> reads: it does not depend on where a candidate's evaluation stopped.</summary>
    public double ScreenedBaselineScore => BaselineScoreOfAll ?? BaselineScore;

    /// <summary>Reported score of the baseline in [0, 1], normalised where the suite normalises.</summary>
    public double BaselineScore => Subtasks.Select(subtask => WeightOf(subtask) * subtask.BaselineScore).Sum();

    public double CandidateScore => Subtasks.Select(subtask => WeightOf(subtask) * subtask.CandidateScore).Sum();

    /// <summary>Share of the subtask in the task's value; the shares sum to 1.</summary>
    public double WeightOf(RecoverySubtask subtask) =>
        Weights == SubtaskWeights.Equal ? 1.0 / Subtasks.Count : (double)subtask.Scores.Count / Documents;

    public static RecoveryTask Plain(string name, string metric, RecoveryScores scores, double? chanceLevel = null) =>
        new(name, metric, [new RecoverySubtask(name, scores, chanceLevel)]);
}

/// <param name="ChanceLevel">Expected score of guessing, in [0, 1); null where guessing scores nothing (generated answers).</param>
/// <param name="IsNormalised">Reported as max(0, x − chance) ÷ (1 − chance), as Leaderboard V2 does.</param>
public sealed record RecoverySubtask(string Name, RecoveryScores Scores, double? ChanceLevel = null, bool IsNormalised = false)
{
    /// <summary>Null where all documents were asked at once.</summary>
    public AskedInRounds? Rounds { get; init; }

    public double BaselineScore => Normalise(Scores.BaselineMean);

    public double CandidateScore => Normalise(Scores.CandidateMean);

    /// <summary>The level that normalisation subtracts; 0 where there is none.</summary>
    public double Floor => IsNormalised ? ChanceLevel ?? 0 : 0;

    public double Normalise(double score) => Floor == 0 ? score : Math.Max(0, (score - Floor) / (1 - Floor));
}

/// <summary>Tasks whose mean is the suite's score.</summary>
public sealed record RecoverySuite(string Name, IReadOnlyList<RecoveryTask> Tasks)
{
    public double BaselineScore => Recovery.MeanOf(Tasks, task => task.BaselineScore);

    public double CandidateScore => Recovery.MeanOf(Tasks, task => task.CandidateScore);

    public int Documents => Tasks.Sum(task => task.Documents);
}
