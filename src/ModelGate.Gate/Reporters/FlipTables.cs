using System.Globalization;
using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters;

/// <summary>
/// Documents that only one side has right, as Markdown: counts by task with McNemar's exact p beside (shown, it decides nothing), then both
/// outputs side by side.
/// </summary>
internal static class FlipTables
{
    private const int MostIds = 10;

    public static IEnumerable<string> Of(RunRecord record)
    {
        (string Candidate, TaskComparisonRecord Task)[] flipped =
        [
            .. from candidate in record.Candidates
               from task in candidate.Tasks
               where task.Flips.Count > 0
               select (candidate.Name, task),
        ];
        if (flipped.Length == 0) return [];
        return
        [
            "<details><summary>Documents that flipped</summary>",
            "",
            "| candidate | task | lost | won | McNemar p | ids of the lost |",
            "|---|---|---|---|---|---|",
            .. flipped.Select(pair => Counts(pair.Candidate, pair.Task)),
            "",
            .. flipped.SelectMany(pair => SideBySide(pair.Candidate, pair.Task)),
            "</details>",
            "",
        ];
    }

    private static string Counts(string candidate, TaskComparisonRecord task)
    {
        string p = task.McNemarP?.ToString("G3", CultureInfo.InvariantCulture) ?? "–";
        IEnumerable<int> lost = task.Flips.Where(flip => flip.IsLost).Select(flip => flip.Document);
        string ids = string.Join(", ", lost.Take(MostIds)) + (task.Lost > MostIds ? ", …" : "");
        string name = $"{MarkdownText.Escape(candidate)} | {MarkdownText.Escape(task.Task)}";
        return $"| {name} | {task.Lost} | {task.Won} | {p} | {ids} |";
    }

    private static IEnumerable<string> SideBySide(string candidate, TaskComparisonRecord task)
    {
        FlipRecord[] shown = [.. task.Flips.Where(flip => flip.Texts is not null)];
        if (shown.Length == 0) return [];
        string title = $"{MarkdownText.Escape(candidate)} on {MarkdownText.Escape(task.Task)}: {shown.Length} of {task.Flips.Count}";
        return
        [
            $"<details><summary>{title} side by side</summary>",
            "",
            "| document | the question ends | target | baseline | candidate |",
            "|---|---|---|---|---|",
            .. shown.Select(Row),
            "",
            "</details>",
            "",
        ];
    }

    private static string Row(FlipRecord flip)
    {
        (string question, string target, string before, string after) = flip.Texts!;
        string document = $"{MarkdownText.Escape(flip.Task)} {flip.Document} {(flip.IsLost ? "lost" : "won")}";
        string texts = string.Join(" | ", new[] { question, target, before, after }.Select(Lines));
        return $"| {document} | {texts} |";
    }

    private static string Lines(string text) => string.Join("<br>", text.Split('\n').Select(MarkdownText.Escape));
}
