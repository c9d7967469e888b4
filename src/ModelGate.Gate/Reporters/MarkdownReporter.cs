using System.Globalization;
using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters;

/// <summary>GitHub-flavoured Markdown: headline, open findings, the table, passed findings folded, how to reproduce.</summary>
public sealed class MarkdownReporter : IReporter
{
    private const int MostIds = 10;

    public string Name => "markdown";

    public string Summary => "GitHub-flavoured Markdown";

    public string? FileName => "report.md";

    public void Write(RunRecord record, TextWriter output, ReportSurface surface)
    {
        ReportView view = ReportView.Of(record);
        var lines = new List<string> { $"# ModelGate: {Escape(view.Headline)}", "" };
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

        lines.AddRange(Flips(record));
        if (view.Notes.Count > 0)
        {
            lines.AddRange(["## Notes", ""]);
            lines.AddRange(view.Notes.Select(note => $"- {Escape(note)}"));
            lines.Add("");
        }

        EnvironmentRecord environment = record.Environment;
        lines.AddRange(
        [
            "## Reproduce", "",
            "```",
            $"dotnet quantgate check {record.Policy.File}",
            "```", "",
            $"Tool {Escape(record.ToolVersion)}, policy `{record.Policy.Sha256[..12]}`, plan `{record.PlanKey[..12]}`, "
            + $"baseline `{record.Baseline.ContentHash[..12]}`; "
            + $"engine {Escape(environment.Engine)} {Escape(environment.KernelVersion)} "
            + $"({Escape(environment.Precision)}, {Escape(environment.DeviceClass)}) on "
            + $"{Escape(environment.Processor)} × {environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)}, "
            + $"{Escape(environment.Runtime)}.",
        ]);
        foreach (string line in lines) output.Write(line + "\n");
    }

    private static IEnumerable<string> Table(ReportView view) =>
    [
        "## Models", "",
        $"|  | {string.Join(" | ", view.Columns.Select(Escape))} |",
        $"|---|{string.Concat(view.Columns.Select(_ => "---|"))}",
        .. from row in view.Rows
           let indent = row.IsMember ? "&nbsp;&nbsp;" : ""
           select $"| {indent}{Escape(row.Title)} | {string.Join(" | ", row.Cells.Select(Text))} |",
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
            string advice = hasAdvice ? $" {Escape(finding.Advice)} |" : "";
            string gate = $"{Escape(finding.Candidate)} | {Escape(finding.Gate)} | {Escape(finding.Subject)}";
            yield return $"| {Mark(finding.Class)} {finding.Outcome} | {gate} | {Escape(finding.Result)} |{advice}";
        }

        yield return "";
    }

    /// <summary>Documents that only one side has right, and McNemar's exact p beside them: it is shown, it decides nothing.</summary>
    private static IEnumerable<string> Flips(RunRecord record)
    {
        (string Candidate, TaskComparisonRecord Task)[] flipped =
        [
            .. from candidate in record.Candidates
               from task in candidate.Tasks
               where task.Lost.Count + task.Won.Count > 0
               select (candidate.Name, task),
        ];
        if (flipped.Length == 0) yield break;
        yield return "<details><summary>Documents that flipped</summary>";
        yield return "";
        yield return "| candidate | task | lost | won | McNemar p | ids of the lost |";
        yield return "|---|---|---|---|---|---|";
        foreach ((string candidate, TaskComparisonRecord task) in flipped)
        {
            string p = task.McNemarP?.ToString("G3", CultureInfo.InvariantCulture) ?? "–";
            string ids = string.Join(", ", task.Lost.Take(MostIds)) + (task.Lost.Count > MostIds ? ", …" : "");
            yield return $"| {Escape(candidate)} | {Escape(task.Task)} | {task.Lost.Count} | {task.Won.Count} | {p} | {ids} |";
        }

        yield return "";
        yield return "</details>";
        yield return "";
    }

    private static string Text(Cell cell) => cell.Tone == Tone.Bad ? $"✘ **{Escape(cell.Text)}**" : Escape(cell.Marked);

    private static string Mark(string @class) => @class switch { "fail" => "✘", "pass" => "✔", _ => "?" };

    private static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    /// <summary>Model text must not end a cell, start markup, mention somebody or refer to an issue.</summary>
    private static string Escape(string text)
    {
        var escaped = new System.Text.StringBuilder(text.Length);
        foreach (char character in text)
        {
            switch (character)
            {
                case '|' or '*' or '_' or '`' or '\\' or '~' or '[' or ']':
                    escaped.Append('\\').Append(character);
                    break;
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                case '&':
                    escaped.Append("&amp;");
                    break;
                case '@' or '#':
                    escaped.Append(character).Append('\u200B');
                    break;
                case '\n' or '\r':
                    escaped.Append(' ');
                    break;
                default:
                    escaped.Append(character);
                    break;
            }
        }

        return escaped.ToString();
    }
}
