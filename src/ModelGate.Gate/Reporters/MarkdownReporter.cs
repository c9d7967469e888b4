using System.Globalization;
using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters;

/// <summary>GitHub-flavoured Markdown: headline, open findings, the table, passed findings folded, how to reproduce.</summary>
public sealed class MarkdownReporter : IReporter
{
    public string Name => "markdown";

    public string Summary => "GitHub-flavoured Markdown";

    public string? FileName => "report.md";

    public void Write(RunRecord record, TextWriter output, ReportSurface surface)
    {
        ReportView view = ReportView.Of(record);
        var lines = new List<string> { $"# ModelGate: {MarkdownText.Escape(view.Title)}", "" };
        lines.AddRange(PolicyChangeTables.Of(record, view));
        if (view.Open.Count > 0)
        {
            lines.AddRange(Findings("## What did not pass", view.Open, hasAdvice: true));
        }

        lines.AddRange(Table(view));
        string interval = Percent((2 * record.Policy.Confidence) - 1), bound = Percent(record.Policy.Confidence);
        lines.AddRange(
            [
                $"{ReportView.Legend} Brackets are two-sided intervals at {interval}: "
                + $"each end is the one-sided bound at {bound} that decides.",
                "",
            ]);
        if (view.Passed.Count > 0)
        {
            lines.AddRange(["<details><summary>Gates that passed</summary>", ""]);
            lines.AddRange(Findings(null, view.Passed, hasAdvice: false));
            lines.AddRange(["</details>", ""]);
        }

        lines.AddRange(FlipTables.Of(record));
        if (view.Notes.Count > 0)
        {
            lines.AddRange(["## Notes", ""]);
            lines.AddRange(view.Notes.Select(note => $"- {MarkdownText.Escape(note)}"));
            lines.Add("");
        }

        EnvironmentRecord environment = record.Environment;
        lines.AddRange(
        [
            "## Reproduce", "",
            "```",
            $"dotnet quantgate check {record.Policy.File}",
            "```", "",
            $"Tool {MarkdownText.Escape(record.ToolVersion)}, policy `{record.Policy.Sha256[..12]}`, plan `{record.PlanKey[..12]}`, "
            + $"baseline `{record.Baseline.ContentHash[..12]}`; "
            + $"engine {MarkdownText.Escape(environment.Engine)} {MarkdownText.Escape(environment.KernelVersion)} "
            + $"({MarkdownText.Escape(environment.Precision)}, {MarkdownText.Escape(environment.DeviceClass)}) on "
            + $"{MarkdownText.Escape(environment.Processor)} × {environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)}, "
            + $"{MarkdownText.Escape(environment.Runtime)}.",
        ]);
        foreach (string line in lines) output.Write(line + "\n");
    }

    private static IEnumerable<string> Table(ReportView view) =>
    [
        "## Models", "",
        $"|  | {string.Join(" | ", view.Columns.Select(MarkdownText.Escape))} |",
        $"|---|{string.Concat(view.Columns.Select(_ => "---|"))}",
        .. from row in view.Rows
           let indent = row.IsMember ? "&nbsp;&nbsp;" : ""
           select $"| {indent}{MarkdownText.Escape(row.Title)} | {string.Join(" | ", row.Cells.Select(Text))} |",
        "",
    ];

    private static IEnumerable<string> Findings(string? title, IReadOnlyList<FindingRecord> findings, bool hasAdvice)
    {
        if (title is not null)
        {
            yield return title;
            yield return "";
        }

        yield return $"| outcome | candidate | gate | on | result |{(hasAdvice ? " what to try |" : "")}";
        yield return $"|---|---|---|---|---|{(hasAdvice ? "---|" : "")}";
        foreach (FindingRecord finding in findings)
        {
            string advice = hasAdvice ? $" {MarkdownText.Escape(finding.Advice)} |" : "";
            string gate = string.Join(" | ", new[] { finding.Candidate, finding.Gate, finding.Subject }.Select(MarkdownText.Escape));
            yield return $"| {Mark(finding.Class)} {finding.Outcome} | {gate} | {MarkdownText.Escape(finding.Result)} |{advice}";
        }

        yield return "";
    }

    private static string Text(Cell cell) =>
        cell.Tone == Tone.Bad ? $"✘ **{MarkdownText.Escape(cell.Text)}**" : MarkdownText.Escape(cell.Marked);

    private static string Mark(string @class) => @class switch { "fail" => "✘", "pass" => "✔", _ => "?" };

    private static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
