using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters.Html.Sections;

/// <summary>Counts by task, and a searchable list of the documents that only one side has right.</summary>
internal static class FlipsSection
{
    public static Section Of(RunRecord record)
    {
        (string Candidate, TaskComparisonRecord Task)[] flipped =
        [
            .. from candidate in record.Candidates
               from task in candidate.Tasks
               where task.Flips.Count > 0
               select (candidate.Name, task),
        ];
        const string title = "Documents that flipped";
        if (flipped.Length == 0) return new Section("flips", title, Markup.Of($"<p>No document is right on one side only.</p>"));
        return new Section("flips", title, Markup.Of(
            $"""
            <p>A document flips where only one side has it right. Texts are there for the first of each task, where the task lets its
            documents be shown; for the others the record holds number and hash.</p>
            <details><summary>Counts by task</summary>
            {DataTable.Of("Flips by candidate and task", ["task", "candidate", "lost", "won", "McNemar p (decides nothing)"],
                flipped.Select(pair => (IReadOnlyList<string>)
                [
                    pair.Task.Task, pair.Candidate, Words.Count(pair.Task.Lost), Words.Count(pair.Task.Won),
                    pair.Task.McNemarP is { } p ? p.ToString("G3", System.Globalization.CultureInfo.InvariantCulture) : "–",
                ]))}
            </details>
            <form id="flip-filters" class="controls" role="search" aria-label="Flipped documents">
            {ChartFigure.Select("flip-candidate", "Candidate", Choices(flipped.Select(pair => pair.Candidate)))}
            {ChartFigure.Select("flip-task", "Task", Choices(flipped.Select(pair => pair.Task.Task)))}
            {ChartFigure.Select("flip-direction", "Change", [("", "lost and won"), ("lost", "lost"), ("won", "won")])}
            <label for="flip-text">Text <input id="flip-text" type="search" autocomplete="off" spellcheck="false"></label>
            </form>
            <p id="flip-count" role="status"></p>
            <ol id="flip-list"></ol>
            <button id="flip-more" type="button" hidden>Show more</button>
            <noscript><p>The list needs scripts; <code>report.md</code> has the same documents.</p></noscript>
            """));
    }

    private static IEnumerable<(string, string)> Choices(IEnumerable<string> names) =>
        [("", "all"), .. names.Distinct().Select(name => (name, name))];
}
