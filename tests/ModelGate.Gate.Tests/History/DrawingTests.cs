using System.Globalization;
using System.Xml.Linq;
using ModelGate.Gate.History;
using ModelGate.Gate.Records;
using ModelGate.Gate.Tests.Reporters;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.History;

public sealed class DrawingTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Badge_of_a_failed_run() => Snapshot.Match(VerdictBadge.Write(SampleRun.Failed));

    [Theory]
    [InlineData("passed", "#1a7f37")]
    [InlineData("failed", "#cf222e")]
    [InlineData("inconclusive", "#9a6700")]
    public void Badge_shows_the_verdict_in_words_and_colour(string verdict, string color)
    {
        XElement badge = Parse(VerdictBadge.Write(SampleRun.Failed with { Verdict = new VerdictRecord(verdict, verdict, 0) }));
        Assert.Contains(badge.Descendants(Svg + "text"), text => text.Value == $"{verdict} · 96.1 %");
        Assert.Equal($"ModelGate: {verdict}; worst recovery 96.1 %, int4 on suite", badge.Element(Svg + "title")!.Value);
        Assert.Contains(badge.Descendants(Svg + "rect"), rect => (string?)rect.Attribute("fill") == color);
    }

    [Fact]
    public void Badge_of_a_run_without_suites_shows_the_verdict_alone()
    {
        RunRecord record = SampleRun.Passed with { Candidates = [.. SampleRun.Passed.Candidates.Select(c => c with { Suites = [] })] };
        Assert.Contains(Parse(VerdictBadge.Write(record)).Descendants(Svg + "text"), text => text.Value == "passed");
    }

    [Fact]
    public void Trend_of_some_runs() => Snapshot.Match(TrendChart.Write(SampleHistory.Entries));

    [Fact]
    public void Trend_places_values_and_intervals_on_one_scale()
    {
        XElement chart = Parse(TrendChart.Write(SampleHistory.Entries));
        (double Y, double Value)[] ticks =
        [
            .. chart.Descendants(Svg + "text")
                .Where(text => (string?)text.Attribute("text-anchor") == "end")
                .Select(text => (Number(text, "y") - 4, double.Parse(text.Value.TrimEnd(' ', '%'), CultureInfo.InvariantCulture) / 100)),
        ];
        double perPixel = (ticks[^1].Value - ticks[0].Value) / (ticks[^1].Y - ticks[0].Y);
        double Value(double y) => ticks[0].Value + ((y - ticks[0].Y) * perPixel);

        XElement[] intervals = [.. chart.Descendants(Svg + "line").Where(line => (string?)line.Attribute("class") == "interval s1")];
        HistoryNumber[] expected = [.. SampleHistory.Entries.Select(entry => entry.Candidates[1].Suites[0].Recovery!)];
        Assert.Equal(expected.Length, intervals.Length);
        foreach ((XElement line, HistoryNumber number) in intervals.Zip(expected))
        {
            Assert.Equal(number.Low!.Value, Value(Number(line, "y1")), 3);
            Assert.Equal(number.High!.Value, Value(Number(line, "y2")), 3);
        }
    }

    [Fact]
    public void Trend_breaks_the_line_where_documents_change_and_says_so()
    {
        XElement chart = Parse(TrendChart.Write(SampleHistory.Entries));
        string path = (string)chart.Descendants(Svg + "path").Single(p => (string?)p.Attribute("class") == "line s1").Attribute("d")!;
        Assert.Equal(2, path.Count(c => c == 'M'));
        Assert.Equal(4, path.Count(c => c == 'L'));
        Assert.Contains(chart.Descendants(Svg + "text"), text => text.Value.Contains("at a gap", StringComparison.Ordinal));
        Assert.DoesNotContain("at a gap", TrendChart.Write([.. SampleHistory.Entries.Take(3)]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    public void Trend_of_any_number_of_runs_draws_within_its_edges(int count)
    {
        HistoryEntry[] history = [.. Enumerable.Range(0, count).Select(i => SampleHistory.Entries[i % 6])];
        XElement chart = Parse(TrendChart.Write(history));
        double width = Number(chart, "width"), height = Number(chart, "height");
        Assert.All(chart.Descendants(Svg + "line").Concat(chart.Descendants(Svg + "text")), element =>
        {
            foreach (string name in (string[])["x", "x1", "x2"])
            {
                if (element.Attribute(name) is not null) Assert.InRange(Number(element, name), 0, width);
            }

            foreach (string name in (string[])["y", "y1", "y2"])
            {
                if (element.Attribute(name) is not null) Assert.InRange(Number(element, name), 0, height);
            }
        });
        Assert.Equal(
            count switch
            {
                0 => "Recovery over runs: no runs yet", 1 => "Recovery over the last run", _ => "Recovery over the last 40 runs",
            },
            chart.Element(Svg + "title")!.Value);
    }

    [Fact]
    public void Trend_tells_the_latest_run_to_those_who_do_not_see_it() => Assert.Equal(
        "Latest run, 2026-01-06, passed: fp8 on suite 100.1 % (99.6 % to 100.7 %); int4 on suite 99.3 % (98.5 % to 100.1 %).",
        Parse(TrendChart.Write(SampleHistory.Entries)).Element(Svg + "desc")!.Value);

    [Fact]
    public void Drawings_hold_foreign_text_as_text()
    {
        const string name = "</text><script>alert(1)</script>\0\u202E";
        RunRecord record = SampleRun.Failed with
        {
            Candidates = [.. SampleRun.Failed.Candidates.Select(candidate => candidate with { Name = name })],
        };
        foreach (string drawing in (string[])[VerdictBadge.Write(record), TrendChart.Write([HistoryEntry.Of(record, name)])])
        {
            Assert.Empty(Parse(drawing).Descendants(Svg + "script"));
            Assert.DoesNotContain('\u202E', drawing);
        }
    }

    private static XElement Parse(string drawing)
    {
        var root = XElement.Parse(drawing);
        Assert.Equal("img", (string?)root.Attribute("role"));
        Assert.DoesNotContain("href", drawing, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", drawing, StringComparison.Ordinal);
        return root;
    }

    private static double Number(XElement element, string attribute) =>
        double.Parse((string)element.Attribute(attribute)!, CultureInfo.InvariantCulture);
}
