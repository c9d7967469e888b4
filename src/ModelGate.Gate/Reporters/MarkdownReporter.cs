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
            lines.AddRange(["## What did not pass", ""]);
            lines.AddRange(MarkdownTables.Findings(view.Open, hasAdvice: true));
        }

        lines.AddRange(["## Models", ""]);
        lines.AddRange(MarkdownTables.Models(view));
        string interval = ReportView.Whole((2 * record.Policy.Confidence) - 1), bound = ReportView.Whole(record.Policy.Confidence);
        lines.AddRange(
            [
                $"{ReportView.Legend} Brackets are two-sided intervals at {interval}: "
                + $"each end is the one-sided bound at {bound} that decides.",
                "",
            ]);
        if (view.Passed.Count > 0)
        {
            lines.AddRange(["<details><summary>Gates that passed</summary>", ""]);
            lines.AddRange(MarkdownTables.Findings(view.Passed, hasAdvice: false));
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
            .. MarkdownText.Fence("", [$"dotnet quantgate check {record.Policy.File}"]), "",
            $"Tool {MarkdownText.Escape(record.ToolVersion)}, policy {MarkdownText.Hash(record.Policy.Sha256)}, "
            + $"plan {MarkdownText.Hash(record.PlanKey)}, baseline {MarkdownText.Hash(record.Baseline.ContentHash)}; "
            + $"engine {MarkdownText.Escape(environment.Engine)} {MarkdownText.Escape(environment.KernelVersion)} "
            + $"({MarkdownText.Escape(environment.Precision)}, {MarkdownText.Escape(environment.DeviceClass)}) on "
            + $"{MarkdownText.Escape(environment.Processor)} × {environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)}, "
            + $"{MarkdownText.Escape(environment.Runtime)}.",
        ]);
        foreach (string line in lines) output.Write(line + "\n");
    }
}
