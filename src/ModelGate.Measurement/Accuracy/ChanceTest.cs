using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Accuracy;

/// <summary>Does the baseline do better than guessing? Recovery of a task where it does not says nothing.</summary>
public static class ChanceTest
{
    private const double Alpha = 0.05;

    /// <summary>One-sided at 95 %, exact for 0/1 scores. Null where guessing scores nothing or per-document scores are missing.</summary>
    public static bool? IsAboveChance(RecoveryTask task)
    {
        if (task.Subtasks.Any(subtask => subtask.ChanceLevel is null or <= 0)) return null;
        RecoveryPart[] parts = [.. RecoveryPart.Of([task])];
        if (parts.Any(part => part.Paired is null)) return null;
        return parts.All(part => part.IsBinary) ? ExactP(task) <= Alpha : LowerBound(task) > ChanceOf(task);
    }

    /// <summary>P(as many right documents or more, by guessing each at its subtask's chance level).</summary>
    private static double ExactP(RecoveryTask task)
    {
        BinomialCell[] cells =
        [
            .. from subtask in task.Subtasks
               let scores = (RecoveryScores.Paired)subtask.Scores
               select new BinomialCell(scores.Count, scores.Baseline.Count(score => score == 1), 1),
        ];
        return BinomialConvolution.UpperTail(cells, [.. task.Subtasks.Select(subtask => subtask.ChanceLevel!.Value)]);
    }

    private static double ChanceOf(RecoveryTask task) =>
        task.Subtasks.Sum(subtask => subtask.ChanceLevel!.Value * subtask.Scores.Count) / task.Documents;

    private static double LowerBound(RecoveryTask task) =>
        StratifiedRatio.Of(
        [
            .. from subtask in task.Subtasks
               let scores = (RecoveryScores.Paired)subtask.Scores
               select new RatioStratum((double)scores.Count / task.Documents, scores.Baseline, [.. Enumerable.Repeat(1.0, scores.Count)]),
        ]).Bounds(1 - Alpha).Low;
}
