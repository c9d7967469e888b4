using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters.Html.Sections;

/// <summary>The dumbbells: for each suite and task the way from the baseline to each candidate, with interval and gate limits.</summary>
internal static class RecoverySection
{
    private static readonly Markup Key = Markup.Of(
        $"""
        <ul class="key">
        <li><svg viewBox="0 0 24 12" aria-hidden="true"><circle class="hollow" cx="12" cy="6" r="4"/></svg> baseline, 100 %</li>
        <li><svg viewBox="0 0 24 12" aria-hidden="true"><circle class="good" cx="12" cy="6" r="5"/></svg> passed</li>
        <li><svg viewBox="0 0 24 12" aria-hidden="true"><path class="doubtful" d="M12 1l6 10H6z"/></svg> undecided</li>
        <li><svg viewBox="0 0 24 12" aria-hidden="true"><path class="bad" d="M12 0l6 6-6 6-6-6z"/></svg> failed</li>
        <li><svg viewBox="0 0 24 12" aria-hidden="true"><path class="neutral" d="M7 1h10v10H7z"/></svg> not gated</li>
        <li><svg viewBox="0 0 24 12" aria-hidden="true"><path class="interval" d="M1 6h22"/></svg> interval</li>
        <li><svg viewBox="0 0 24 12" aria-hidden="true"><path class="limit" d="M12 0v12"/></svg> gate's limit</li>
        <li><svg viewBox="0 0 24 12" aria-hidden="true"><path class="margin" d="M12 0v12"/></svg> limit with margin</li>
        </ul>
        """);

    public static Section? Of(RunRecord record)
    {
        if (RecoveryData.Of(record) is not { } data) return null;
        string says = $"Recovery of the baseline's score for {data.Rows.Count} suites and tasks, "
            + $"with intervals at {ReportView.Whole(data.Confidence)} and the limits of the gates.";
        return new Section("recovery", "Recovery", Markup.Of(
            $"""
            <p>How much of the baseline's score each candidate keeps. Intervals at {ReportView.Whole(data.Confidence)}.</p>
            {ChartFigure.Of("recovery", says, Key, Table(data))}
            """));
    }

    private static Markup Table(RecoveryData data) => DataTable.Of(
        "Scores and recovery", ["suite or task", "documents", "baseline", "candidate", "score", "recovery", "limit", "outcome"],
        from row in data.Rows
        from lane in row.Lanes
        select (IReadOnlyList<string>)
        [
            row.Name, Words.Count(row.Documents), ReportView.Percent(row.Baseline), lane.Candidate, ReportView.Percent(lane.Score),
            lane.Text, string.Join("; ", lane.Bounds.Select(Limit)), Outcome(lane.Tone),
        ]);

    private static string Limit(BoundRecord bound) =>
        $"{bound.Word} {ReportView.Whole(bound.Limit)}{(bound.Margin > 0 ? $", margin {ReportView.Whole(bound.Margin)}" : "")}";

    private static string Outcome(string tone) => tone switch
    {
        "good" => "✔ passed",
        "bad" => "✘ failed",
        "doubtful" => "? undecided",
        _ => "not gated",
    };
}
