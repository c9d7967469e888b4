using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Accuracy;

/// <summary>How a subtask's documents were asked where gates may stop it early.</summary>
/// <param name="RoundOf">The round of each document, from 0, in the order of the scores.</param>
/// <param name="Planned">Documents that would be asked without a stop.</param>
public sealed record AskedInRounds(IReadOnlyList<int> RoundOf, int Planned);

/// <summary>Estimates of a task that was looked at after every round: bounds that hold at all looks together.</summary>
internal static class SequentialRecovery
{
    /// <summary>Null where the baseline scores 0.</summary>
    public static IEstimate? Of(RecoveryTask task) =>
        task.BaselineScore > 0 ? new RatioSequence(Rounds(task, (baseline, candidate) => (candidate, baseline))) : null;

    public static IEstimate ScoreOf(RecoveryTask task) => new RatioSequence(Rounds(task, (_, candidate) => (candidate, 1)));

    private static IEnumerable<IEnumerable<(double, double)>> Rounds(RecoveryTask task, Func<double, double, (double, double)> pair) =>
        from subtask in task.Subtasks
        let scores = (RecoveryScores.Paired)subtask.Scores
        from document in Enumerable.Range(0, scores.Count)
        group pair(scores.Baseline[document], scores.Candidate[document]) by subtask.Rounds!.RoundOf[document] into round
        orderby round.Key
        select round.AsEnumerable();
}
