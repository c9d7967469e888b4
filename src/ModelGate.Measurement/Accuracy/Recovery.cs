using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Accuracy;

/// <summary>
/// How much of the baseline's score survives. Of a task: candidate score ÷ baseline score; of a suite: mean candidate score ÷ mean
/// baseline score (the ratio of averages, as tables 2 and 3 of arXiv 2411.02355 recompute, not the mean of per-task recoveries).
/// </summary>
public static class Recovery
{
    /// <summary>Null where the baseline scores 0, so that recovery is not defined.</summary>
    public static IEstimate? Of(RecoverySuite suite) => Of(suite.Tasks);

    public static IEstimate? Of(RecoveryTask task) => Of([task]);

    /// <param name="tasks">Members of one average; at least one.</param>
    public static IEstimate? Of(IReadOnlyList<RecoveryTask> tasks)
    {
        if (tasks is [{ IsSequential: true } only]) return SequentialRecovery.Of(only);
        double baseline = MeanOf(tasks, task => task.BaselineScore);
        if (!(baseline > 0)) return null;
        RecoveryPart[] parts = [.. RecoveryPart.Of(tasks)];
        if (parts.All(part => part.IsBinary && part.IsAboveFloor)) return new RecoveryOfFlips(parts.Select(part => part.Flips()));
        return parts.All(part => part.Paired is not null)
            ? StratifiedRatio.Of([.. parts.Select(part => part.Ratio())], forDoubt: [.. parts.Select(part => part.DoubtedRatio())])
            : new UnpairedRatio(
                MeanOf(tasks, task => task.CandidateScore), Norm(parts.Select(part => part.CandidateError)),
                baseline, Norm(parts.Select(part => part.BaselineError)), tasks.Sum(task => task.Documents));
    }

    /// <summary>The candidate's own score in [0, 1]: the mean over tasks.</summary>
    /// <param name="tasks">At least one.</param>
    public static IEstimate ScoreOf(IReadOnlyList<RecoveryTask> tasks)
    {
        if (tasks is [{ IsSequential: true } only]) return SequentialRecovery.ScoreOf(only);
        RecoveryPart[] parts = [.. RecoveryPart.Of(tasks)];
        double score = MeanOf(tasks, task => task.CandidateScore);
        if (parts.All(part => part.IsBinary && (part.Floor == 0 || part.Subtask.CandidateScore > 0)))
        {
            return new ScoreOfCounts(parts.Select(part => part.RightAnswers()), -parts.Sum(part => part.Weight * part.Floor), score);
        }

        return parts.All(part => part.Paired is not null)
            ? StratifiedRatio.Of([.. parts.Select(part => part.ScoreAlone())])
            : new UnpairedRatio(score, Norm(parts.Select(part => part.CandidateError)), 1, 0, tasks.Sum(task => task.Documents));
    }

    /// <summary>Mean over tasks by their weights in the suite.</summary>
    public static double MeanOf(IReadOnlyList<RecoveryTask> tasks, Func<RecoveryTask, double> value) =>
        tasks.Sum(task => task.Weight * value(task)) / tasks.Sum(task => task.Weight);

    /// <summary>What qualifies scores of these tasks.</summary>
    public static Provenance ProvenanceOf(IReadOnlyList<RecoveryTask> tasks) => new(
        tasks.Any(task => task.IsPrefix), tasks.Any(task => !task.IsPaired), IsEmulated: false,
        [
            .. from task in tasks
               where ChanceTest.IsAboveChance(task) == false
               select $"{task.Name}: the baseline is not above chance, so its recovery says nothing.",
            .. from task in tasks
               where task.EarlyStop is not null
               select $"{task.Name}: {task.EarlyStop}{(tasks.Count > 1 ? ", which the interval of this mean does not allow for" : "")}.",
        ]);

    private static double Norm(IEnumerable<double> errors) => Math.Sqrt(errors.Sum(error => error * error));
}
