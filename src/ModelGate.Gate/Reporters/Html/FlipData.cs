using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters.Html;

/// <summary>One flipped document of one candidate.</summary>
/// <param name="Member">The task that the suite counts; <paramref name="Task"/> is it or a part of it.</param>
internal sealed record FlipData(
    string Candidate, string Member, string Task, int Document, string Hash, bool IsLost, string? Question, string? Target,
    string? Baseline, string? Answer)
{
    public static IReadOnlyList<FlipData> Of(RunRecord record) =>
    [
        .. from candidate in record.Candidates
           from task in candidate.Tasks
           from flip in task.Flips
           select new FlipData(candidate.Name, task.Task, flip.Task, flip.Document, flip.Hash, flip.IsLost, flip.Texts?.Question,
               flip.Texts?.Target, flip.Texts?.Baseline, flip.Texts?.Candidate),
    ];
}
