using System.Globalization;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;

namespace ModelGate.Gate.PullRequests;

/// <summary>
/// Documents that only one side has right, as ids and hashes. Their text is shown only where the task publishes its documents, and never on
/// a fork's word.
/// </summary>
internal static class CommentFlips
{
    /// <summary>Ids in one cell.</summary>
    private const int MostIds = 30;

    /// <summary>Documents with texts, of one candidate on one task.</summary>
    private const int MostTexts = 5;

    /// <summary>Characters of one text; the end of a question says most, the beginning of an answer.</summary>
    private const int MostCharacters = 300;

    public static IEnumerable<string> Lines(CommentContent content, CommentBudget budget)
    {
        (string Candidate, TaskComparisonRecord Task)[] flipped =
        [
            .. from candidate in content.Record.Candidates
               from task in candidate.Tasks
               where task.Flips.Count > 0
               select (candidate.Name, task),
        ];
        if (flipped.Length == 0) return [];
        bool showsTexts = budget.ShowsTexts && !content.IsUnverified;
        return CommentDetails.Folded($"Documents that flipped: {flipped.Sum(pair => pair.Task.Flips.Count)}",
        [
            "| candidate | task | lost | won | McNemar p | lost: id and hash | won: id and hash |",
            "|---|---|---|---|---|---|---|",
            .. flipped.Select(pair => Row(pair.Candidate, pair.Task)),
            "",
            .. showsTexts ? flipped.SelectMany(pair => Texts(pair.Candidate, pair.Task)) : [],
        ]);
    }

    private static string Row(string candidate, TaskComparisonRecord task)
    {
        string p = task.McNemarP?.ToString("G3", CultureInfo.InvariantCulture) ?? "–";
        return $"| {MarkdownText.Escape(candidate)} | {MarkdownText.Escape(task.Task)} | {task.Lost} | {task.Won} | {p} | "
            + $"{Ids(task, isLost: true)} | {Ids(task, isLost: false)} |";
    }

    private static string Ids(TaskComparisonRecord task, bool isLost)
    {
        FlipRecord[] flips = [.. task.Flips.Where(flip => flip.IsLost == isLost)];
        string ids = string.Join(", ", flips.Take(MostIds).Select(flip => $"{Id(flip, task)}\u00A0{MarkdownText.Hash(flip.Hash)}"));
        return flips.Length > MostIds ? $"{ids} and {flips.Length - MostIds} more" : ids;
    }

    /// <summary>A group's flips say which of its tasks they are from.</summary>
    private static string Id(FlipRecord flip, TaskComparisonRecord task)
    {
        string id = flip.Document.ToString(CultureInfo.InvariantCulture);
        return flip.Task == task.Task ? id : $"{MarkdownText.Escape(flip.Task)} {id}";
    }

    private static IEnumerable<string> Texts(string candidate, TaskComparisonRecord task)
    {
        FlipRecord[] shown = [.. task.Flips.Where(flip => flip.Texts is { ArePublic: true }).Take(MostTexts)];
        if (shown.Length == 0) return [];
        string title = $"{MarkdownText.Escape(candidate)} on {MarkdownText.Escape(task.Task)}: texts of {shown.Length} of "
            + $"{task.Flips.Count}";
        return CommentDetails.Folded(title, shown.SelectMany(Document));
    }

    private static IEnumerable<string> Document(FlipRecord flip)
    {
        (string question, string target, string baseline, string candidate) = flip.Texts!;
        string end = question.Length <= MostCharacters ? question : "…" + question[^MostCharacters..];
        string id = flip.Document.ToString(CultureInfo.InvariantCulture);
        return
        [
            $"{MarkdownText.Escape(flip.Task)} {id}, {(flip.IsLost ? "lost" : "won")}:", "",
            .. MarkdownText.Fence("text",
            [
                .. end.Split('\n'),
                .. Labelled("target:    ", target), .. Labelled("baseline:  ", baseline), .. Labelled("candidate: ", candidate),
            ]),
            "",
        ];
    }

    private static IEnumerable<string> Labelled(string label, string text)
    {
        string[] lines = MarkdownText.Cut(text.Trim(), MostCharacters).Split('\n');
        return lines.Select((line, rank) => (rank == 0 ? label : new string(' ', label.Length)) + line);
    }
}
