using System.Xml.Linq;
using ModelGate.Gate.Reporters;

namespace ModelGate.Gate.History;

/// <summary>
/// Recovery over runs as a drawing: a panel for each suite, a line with intervals for each candidate. A line is broken where the numbers
/// before and after were measured on other documents, against another baseline or by other arithmetic. Loads nothing.
/// </summary>
public static class TrendChart
{
    /// <summary>Latest runs shown.</summary>
    private const int MostRuns = 40;

    /// <summary>Suites shown, those of the latest runs first.</summary>
    private const int MostPanels = 4;

    private const double WidthPixels = 860, PanelPixels = 250, HeadPixels = 64, FootPixels = 54;

    /// <param name="history">Oldest first.</param>
    public static string Write(IReadOnlyList<HistoryEntry> history)
    {
        HistoryEntry[] runs = [.. history.TakeLast(MostRuns)];
        string[] suites =
        [
            .. runs.Reverse().SelectMany(run => run.Candidates).SelectMany(candidate => candidate.Suites)
                .Where(suite => suite.Recovery is not null).Select(suite => suite.Suite).Distinct(),
        ];
        string[] shown = [.. suites.Take(MostPanels)];
        string[] candidates = [.. runs.Reverse().SelectMany(run => run.Candidates).Select(candidate => candidate.Name).Distinct()];
        double height = HeadPixels + (Math.Max(1, shown.Length) * PanelPixels) + FootPixels;
        string title = runs.Length switch
        {
            0 => "Recovery over runs: no runs yet", 1 => "Recovery over the last run", var count => $"Recovery over the last {count} runs",
        };
        XElement drawing = SvgText.Drawing(WidthPixels, height, title, Description(runs, suites.Length - shown.Length), TrendStyle.Css);
        drawing.Add(SvgText.Element(
            "rect", "class", "ground", "x", 0.5, "y", 0.5, "width", WidthPixels - 1, "height", height - 1, "rx", 6));
        drawing.Add(SvgText.Element("text", "class", "title", "x", 16, "y", 26).Saying(title));
        drawing.Add(Legend(candidates));
        foreach ((int index, string suite) in shown.Index())
        {
            drawing.Add(new TrendPanel(runs, candidates, suite, HeadPixels + (index * PanelPixels), WidthPixels, PanelPixels).Draw());
        }

        drawing.Add(TrendPanel.Runs(runs, HeadPixels + (Math.Max(1, shown.Length) * PanelPixels), WidthPixels));
        return SvgText.Write(drawing);
    }

    /// <summary>The latest run in words, for those who cannot see the lines.</summary>
    private static string Description(HistoryEntry[] runs, int hidden)
    {
        if (runs.Length == 0) return "";
        HistoryEntry last = runs[^1];
        IEnumerable<string> numbers =
            from candidate in last.Candidates
            from suite in candidate.Suites
            where suite.Recovery is not null
            select $"{candidate.Name} on {suite.Suite} {ReportView.Percent(suite.Recovery!.Value)}"
                + (suite.Recovery is { Low: { } low, High: { } high } ? $" ({ReportView.Percent(low)} to {ReportView.Percent(high)})" : "");
        string more = hidden > 0 ? $" {Count(hidden, "suite")} more are not drawn." : "";
        return $"Latest run, {last.StartedUtc.UtcDateTime:yyyy-MM-dd}, {last.Verdict}: {string.Join("; ", numbers)}.{more}";
    }

    private static XElement Legend(string[] candidates)
    {
        XElement legend = SvgText.Element("g");
        double x = 20;
        foreach ((int index, string name) in candidates.Take(TrendStyle.Series).Index())
        {
            legend.Add(TrendStyle.Marker(index, x, 46), SvgText.Element("text", "x", x + 10, "y", 50).Saying(Short(name)));
            x += 34 + (7 * Short(name).Length);
        }

        if (candidates.Length > TrendStyle.Series)
        {
            legend.Add(SvgText.Element("text", "x", x, "y", 50).Saying($"and {candidates.Length - TrendStyle.Series} more, not drawn"));
        }

        return legend;
    }

    internal static string Short(string name) => MarkdownText.Cut(name, 24);

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
