using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters.Html.Sections;

/// <summary>Every finding: those that need eyes in the open, those that passed folded unless they are few and all.</summary>
internal static class GatesSection
{
    private const int MostInTheOpen = 8;

    public static Section Of(RunRecord record, ReportView view)
    {
        Markup open = view.Open.Count == 0
            ? Markup.Empty
            : Table("Findings that did not pass", record.Policy.File, view.Open, hasAdvice: true);
        string folded = view.Open.Count == 0 && view.Passed.Count <= MostInTheOpen ? " open" : "";
        string noun = view.Passed.Count == 1 ? "finding" : "findings";
        Markup passed = view.Passed.Count == 0
            ? Markup.Empty
            : Markup.Of(
                $"""
                <details{folded}><summary>{Words.Count(view.Passed.Count)} {noun} passed</summary>
                {Table("Findings that passed", record.Policy.File, view.Passed, hasAdvice: false)}
                </details>
                """);
        Markup none = record.Findings.Count > 0 ? Markup.Empty : Markup.Of($"<p>No gate said anything.</p>");
        double confidence = record.Policy.Confidence;
        return new Section("gates", "Gates", Markup.Of(
            $"""
            {open}{passed}{none}
            <p class="faint">Intervals are two-sided at {ReportView.Whole((2 * confidence) - 1)}; each end is the one-sided bound
            at {ReportView.Whole(confidence)} that decides.</p>
            """));
    }

    /// <param name="policy">The file whose lines are named; null leaves them out.</param>
    public static Markup Table(
        string caption, string? policy, IReadOnlyList<FindingRecord> findings, bool hasAdvice) => DataTable.OfSentences(
        caption,
        ["outcome", "candidate", "gate", "on", "result", .. hasAdvice ? ["what to try"] : Array.Empty<string>()],
        findings.Select(finding => (IReadOnlyList<Markup>)
        [
            Outcome(finding), Markup.Of($"{finding.Candidate}"),
            policy is null
                ? Markup.Of($"{finding.Gate}")
                : Markup.Of($"{finding.Gate} <span class=\"faint\">{policy}:{finding.Line}</span>"),
            Markup.Of($"{finding.Subject}"), Markup.Of($"{finding.Result}"),
            .. hasAdvice ? [Markup.Of($"{finding.Advice}")] : Array.Empty<Markup>(),
        ]));

    private static Markup Outcome(FindingRecord finding)
    {
        Tone tone = ReportView.ToneOf(finding.Class);
        return Markup.Of($"<span class=\"{Words.Class(tone)} nowrap\">{Words.Mark(tone)} {finding.Outcome}</span>");
    }
}
