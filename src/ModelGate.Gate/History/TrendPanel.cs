using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace ModelGate.Gate.History;

/// <summary>One suite's recovery over runs.</summary>
/// <param name="candidates">In the order of their colours.</param>
/// <param name="top">In pixels, as all lengths here.</param>
internal sealed class TrendPanel(
    IReadOnlyList<HistoryEntry> runs, IReadOnlyList<string> candidates, string suite, double top, double width, double height)
{
    private const double Left = 64, Right = 24, TitleHeight = 28;

    private bool hasGap;

    public XElement Draw()
    {
        (double low, double high, double step) = Scale();
        double bottom = top + height - 12;
        double Y(double value) => bottom - ((value - low) / (high - low) * (height - TitleHeight - 12));

        XElement panel = SvgText.Element("g");
        XElement[] series = [.. candidates.Take(TrendStyle.Series).Index().Select(pair => Series(pair.Index, pair.Item, Y))];
        string gap = hasGap ? "; at a gap documents, baseline or engine changed" : "";
        panel.Add(SvgText.Element("text", "x", 16, "y", top + 16)
            .Saying($"{TrendChart.Short(suite)}: recovery of the baseline's score, with its interval{gap}"));
        for (double value = low; value <= high + (step / 2); value += step)
        {
            bool isWhole = Math.Abs(value - 1) < step / 1000;
            panel.Add(
                SvgText.Element(
                    "line", "class", isWhole ? "whole" : "grid", "x1", Left, "x2", width - Right, "y1", Y(value), "y2", Y(value)),
                SvgText.Element("text", "class", "axis", "x", Left - 8, "y", Y(value) + 4, "text-anchor", "end")
                    .Saying((value * 100).ToString(step < 0.01 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %"));
        }

        panel.Add(series);
        return panel;
    }

    /// <summary>Under all panels: each run's verdict, its day and, where they do not crowd, its commit.</summary>
    public static XElement Runs(IReadOnlyList<HistoryEntry> runs, double top, double width)
    {
        XElement axis = SvgText.Element("g");
        int every = Math.Max(1, (int)Math.Ceiling(runs.Count / 9.0));
        foreach ((int index, HistoryEntry run) in runs.Index())
        {
            double x = X(index, runs.Count, width);
            string @class = run.Verdict is "passed" or "failed" ? run.Verdict : "other";
            string mark = run.Verdict switch { "passed" => "✔", "failed" => "✘", _ => "?" };
            axis.Add(SvgText.Element("text", "class", @class, "x", x, "y", top + 8, "text-anchor", "middle").Saying(mark));
            if ((runs.Count - 1 - index) % every != 0) continue;
            axis.Add(SvgText.Element("text", "class", "axis", "x", x, "y", top + 26, "text-anchor", "middle")
                .Saying(run.StartedUtc.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
            if (run.Commit is { Length: >= 7 } commit)
            {
                axis.Add(SvgText.Element("text", "class", "axis", "x", x, "y", top + 41, "text-anchor", "middle").Saying(commit[..7]));
            }
        }

        return axis;
    }

    private static double X(int index, int count, double width)
    {
        // Half a label's width stays free on both sides.
        const double margin = 36;
        double first = Left + margin, last = width - Right - margin;
        return count == 1 ? (first + last) / 2 : first + ((last - first) * index / (count - 1));
    }

    private XElement Series(int series, string candidate, Func<double, double> y)
    {
        XElement group = SvgText.Element("g"), marks = SvgText.Element("g");
        var path = new StringBuilder();
        double shift = (series - ((Math.Min(candidates.Count, TrendStyle.Series) - 1) / 2.0)) * Math.Min(7, 120.0 / runs.Count);
        HistorySuite? before = null;
        foreach ((int index, HistoryEntry run) in runs.Index())
        {
            HistorySuite? now = run.Candidates.FirstOrDefault(other => other.Name == candidate)?.Suites
                .FirstOrDefault(other => other.Suite == suite);
            if (now?.Recovery is { } recovery)
            {
                double x = X(index, runs.Count, width) + shift;
                hasGap |= before is not null && before.Inputs != now.Inputs;
                path.Append(before?.Inputs == now.Inputs ? 'L' : 'M');
                path.Append(CultureInfo.InvariantCulture, $"{x:F2},{y(recovery.Value):F2} ");
                if (recovery is { Low: { } low, High: { } high })
                {
                    group.Add(SvgText.Element(
                        "line", "class", $"interval s{series}", "x1", x, "x2", x, "y1", y(low), "y2", y(high)));
                }

                marks.Add(TrendStyle.Marker(series, x, y(recovery.Value)));
            }

            before = now?.Recovery is null ? null : now;
        }

        if (path.Length > 0) group.Add(SvgText.Element("path", "class", $"line s{series}", "d", path.ToString().TrimEnd()));
        group.Add(marks);
        return group;
    }

    /// <summary>Steps of 1, 2 or 5 at a power of ten that hold every interval, and 100 % with them.</summary>
    private (double Low, double High, double Step) Scale()
    {
        HistoryNumber[] numbers =
        [
            .. runs.SelectMany(run => run.Candidates).SelectMany(candidate => candidate.Suites)
                .Where(other => other.Suite == suite).Select(other => other.Recovery).OfType<HistoryNumber>(),
        ];
        double low = numbers.Select(number => number.Low ?? number.Value).Append(1).Min();
        double high = numbers.Select(number => number.High ?? number.Value).Append(1).Max();
        double span = Math.Max(high - low, 0.005), power = Math.Pow(10, Math.Floor(Math.Log10(span / 5)));
        double step = power * ((span / 5 / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        double first = Math.Floor((low / step) + 1e-9) * step, last = Math.Ceiling((high / step) - 1e-9) * step;
        return (first, last > first ? last : first + step, step);
    }
}
