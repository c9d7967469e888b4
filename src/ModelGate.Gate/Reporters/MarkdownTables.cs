using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters;

/// <summary>Tables that reports and comments share. Every foreign text in them is escaped.</summary>
internal static class MarkdownTables
{
    /// <summary>One column a model, one row a measurement.</summary>
    public static IEnumerable<string> Models(ReportView view) =>
    [
        $"|  | {string.Join(" | ", view.Columns.Select(MarkdownText.Escape))} |",
        $"|---|{string.Concat(view.Columns.Select(_ => "---|"))}",
        .. from row in view.Rows
           let indent = row.IsMember ? "&nbsp;&nbsp;" : ""
           select $"| {indent}{MarkdownText.Escape(row.Title)} | {string.Join(" | ", row.Cells.Select(Text))} |",
        "",
    ];

    public static IEnumerable<string> Findings(IEnumerable<FindingRecord> findings, bool hasAdvice)
    {
        yield return $"| outcome | candidate | gate | on | result |{(hasAdvice ? " what to try |" : "")}";
        yield return $"|---|---|---|---|---|{(hasAdvice ? "---|" : "")}";
        foreach (FindingRecord finding in findings)
        {
            string advice = hasAdvice ? $" {MarkdownText.Escape(finding.Advice)} |" : "";
            string gate = string.Join(" | ", new[] { finding.Candidate, finding.Gate, finding.Subject }.Select(MarkdownText.Escape));
            string outcome = $"{Mark(finding.Class)} {MarkdownText.Escape(finding.Outcome)}";
            yield return $"| {outcome} | {gate} | {MarkdownText.Escape(finding.Result)} |{advice}";
        }

        yield return "";
    }

    public static string Mark(string @class) => @class switch { "fail" => "✘", "pass" => "✔", _ => "?" };

    private static string Text(Cell cell) =>
        cell.Tone == Tone.Bad ? $"✘ **{MarkdownText.Escape(cell.Text)}**" : MarkdownText.Escape(cell.Marked);
}
