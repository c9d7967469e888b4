using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ModelGate.Tool.Terminal;

/// <summary>
/// The run on a terminal: what failed first, then the table, then one line of verdict that a scrolled screen still shows.
/// </summary>
internal sealed class ConsoleReporter : IReporter
{
    public string Name => "console";

    public string Summary => "tables for a terminal, in colour where allowed";

    public string? FileName => null;

    public void Write(RunRecord record, TextWriter output, ReportSurface surface)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = surface.HasColor ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = surface.HasColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new FixedWidthOutput(output, surface.WidthColumns),
        });
        ReportView view = ReportView.Of(record);
        WriteChanges(console, view);
        foreach (FindingRecord finding in view.Open) WriteFinding(console, finding);
        if (view.Open.Count > 0) console.WriteLine();
        console.Write(ModelTable(view));
        double confidence = record.Policy.Confidence * 100;
        console.MarkupLineInterpolated(
            $"[grey]{ReportView.Legend} Brackets: each end is a one-sided bound at {confidence:0.##} %; it decides.[/]");
        foreach (string note in view.Notes) console.MarkupLineInterpolated($"[grey]note: {note}[/]");
        if (view.Passed.Count > 0)
        {
            console.WriteLine();
            foreach (IGrouping<string, FindingRecord> gate in view.Passed.GroupBy(finding => finding.Gate)) WritePassed(console, gate);
        }

        console.WriteLine();
        console.Write(new Text(view.Title, StyleOf(view.TitleTone).Decoration(Decoration.Bold)));
        console.WriteLine();
    }

    /// <summary>What the change does to its own gate, and what the base's gates would have said.</summary>
    private static void WriteChanges(IAnsiConsole console, ReportView view)
    {
        if (view.Changes.Count == 0) return;
        foreach (PolicyChangeRecord change in view.Changes)
        {
            var paragraph = new Paragraph();
            (string mark, Tone tone) = change.IsAllowed ? ("· gate changed, allowed", Tone.Faint) : ("✘ gate changed", Tone.Bad);
            paragraph.Append(mark, StyleOf(tone));
            paragraph.Append($"  {PolicyChangeText.Of(change)} ({change.Kind})", Style.Plain);
            console.Write(paragraph);
            console.WriteLine();
        }

        if (view.Changes.Any(change => !change.IsAllowed))
        {
            console.Write(new Padder(new Text(PolicyChangeText.Remedy(view.Changes), StyleOf(Tone.Faint)), new Padding(4, 0, 0, 0)));
        }

        foreach (FindingRecord finding in view.OpenInBase)
        {
            console.Write(new Text($"  base's gate, {finding.Outcome}: {finding.Candidate} · {finding.Gate}{On(finding)}"));
            console.WriteLine();
        }

        console.WriteLine();
    }

    private static void WriteFinding(IAnsiConsole console, FindingRecord finding)
    {
        (string mark, Tone tone) = finding.Class switch
        {
            "pass" => ("✔", Tone.Good),
            "fail" => ("✘", Tone.Bad),
            _ => ("?", Tone.Doubtful),
        };
        var paragraph = new Paragraph();
        paragraph.Append($"{mark} {finding.Outcome}", StyleOf(tone));
        string subject = finding.Measured is null ? finding.Gate : finding.Metric;
        paragraph.Append($"  {finding.Candidate} · {subject}{On(finding)}: {finding.Result}", Style.Plain);
        console.Write(paragraph);
        console.WriteLine();
        if (finding.Class != "pass" && finding.Advice.Length > 0)
        {
            console.Write(new Padder(new Text(finding.Advice, StyleOf(Tone.Faint)), new Padding(4, 0, 0, 0)));
        }
    }

    /// <summary>One gate with the values that passed it; the table has their intervals.</summary>
    private static void WritePassed(IAnsiConsole console, IGrouping<string, FindingRecord> gate)
    {
        var paragraph = new Paragraph();
        paragraph.Append("✔ passed", StyleOf(Tone.Good));
        bool hasOneSubject = gate.Select(finding => finding.Subject).Distinct().Count() == 1;
        string Value(FindingRecord finding) => (finding.Measured?.Text ?? finding.Outcome) + (hasOneSubject ? "" : On(finding));
        IEnumerable<string> candidates = gate
            .GroupBy(finding => finding.Candidate)
            .Select(own => $"{own.Key} {string.Join(", ", own.Select(Value))}");
        paragraph.Append($"  {gate.Key}{(hasOneSubject ? On(gate.First()) : "")}: {string.Join("; ", candidates)}", Style.Plain);
        console.Write(paragraph);
        console.WriteLine();
    }

    private static string On(FindingRecord finding) => finding.Subject == "all" ? "" : $" on {finding.Subject}";

    private static Table ModelTable(ReportView view)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("");
        foreach (string column in view.Columns) table.AddColumn(new TableColumn(new Text(column)).RightAligned());
        foreach (Row row in view.Rows)
        {
            IEnumerable<IRenderable> cells = row.Cells.Select(cell => new Text(cell.Marked, StyleOf(cell.Tone)));
            table.AddRow([new Text((row.IsMember ? "  " : "") + row.Title), .. cells]);
        }

        return table;
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green),
        Tone.Doubtful => new Style(Color.Yellow),
        Tone.Bad => new Style(Color.Red),
        Tone.Faint => new Style(Color.Grey),
        _ => Style.Plain,
    };

    private sealed class FixedWidthOutput(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => false;

        public int Width => width;

        public int Height => 24;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}

internal static class Styles
{
    extension(Style style)
    {
        public Style Decoration(Decoration decoration) => new(style.Foreground, style.Background, decoration);
    }
}
