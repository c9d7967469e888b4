using ModelGate.Gate.History;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;

namespace ModelGate.Gate.PullRequests;

/// <summary>What is folded: every measurement, what changed, flipped documents, passed gates, notes.</summary>
internal static class CommentDetails
{
    public static IEnumerable<string> Lines(CommentContent content, RunComparison? comparison, CommentBudget budget)
    {
        ReportView view = ReportView.Of(content.Record);
        return
        [
            .. budget.ShowsMeasurements
                ? Folded("All measurements, by task",
                    [.. MarkdownTables.Models(view), $"<sub>{ReportView.Legend}</sub>", ""])
                : [],
            .. budget.ShowsDeltas && comparison is not null ? Deltas(comparison) : [],
            .. budget.ShowsFlips ? CommentFlips.Lines(content, budget) : [],
            .. budget.ShowsPassed && view.Passed.Count > 0
                ? Folded($"Gates that passed: {view.Passed.Count}", MarkdownTables.Findings(view.Passed, hasAdvice: false))
                : [],
            .. budget.ShowsNotes && view.Notes.Count > 0
                ? Folded($"Notes: {view.Notes.Count}", [.. view.Notes.Select(note => $"- {MarkdownText.Escape(note)}"), ""])
                : [],
        ];
    }

    /// <param name="summary">Is escaped already.</param>
    /// <param name="lines">End with an empty one.</param>
    public static IEnumerable<string> Folded(string summary, IEnumerable<string> lines) =>
        [$"<details><summary>{summary}</summary>", "", .. lines, "</details>", ""];

    private static IEnumerable<string> Deltas(RunComparison comparison)
    {
        (Delta Delta, Change.Known Change)[] changed =
        [
            .. from delta in comparison.Deltas
               let known = delta.Change as Change.Known
               where known is { Difference: not 0 }
               select (delta, known),
        ];
        if (changed.Length == 0) return [];
        int same = comparison.Deltas.Count(delta => delta.Change is Change.Known { Difference: 0 });
        return Folded($"Changed numbers since the base branch's last run: {changed.Length}, the same: {same}",
        [
            "| candidate | on | number | base branch | this change | difference |",
            "|---|---|---|---|---|---|",
            .. changed.Select(pair => Row(pair.Delta, pair.Change)),
            "",
            "<sub>Each number has its own interval; a difference within them may be chance.</sub>",
            "",
        ]);
    }

    private static string Row(Delta delta, Change.Known change) =>
        $"| {MarkdownText.Escape(delta.Candidate)} | {MarkdownText.Escape(delta.Subject)} | {MarkdownText.Escape(delta.Now.Metric)} | "
        + $"{MeasuredText.Value(change.Before)} | {MeasuredText.Value(delta.Now)} | "
        + $"{MeasuredText.Difference(delta.Now.Unit, change.Difference)} |";
}
