using System.Text.Json;
using System.Xml.Linq;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters.JUnit;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Reporters.JUnit;

public sealed class JUnitReporterTests
{
    [Fact]
    public void Write_of_a_failed_run() => Snapshot.Match(Render(Rendering.WithChanges(SampleRun.Failed)));

    [Theory]
    [InlineData("report", "error")]
    [InlineData("fail", "failure")]
    [InlineData("pass", "skipped")]
    public void Write_never_shows_an_undecided_finding_as_a_plain_pass(string onInconclusive, string element)
    {
        XElement[] cases =
        [
            .. XDocument.Parse(Render(Rendering.WithOnInconclusive(SampleRun.Failed, onInconclusive))).Descendants("testcase")
                .Where(@case => @case.Attribute("name")!.Value.StartsWith("e2e-p95", StringComparison.Ordinal)),
        ];
        Assert.NotNull(Assert.Single(cases).Element(element));
    }

    [Fact]
    public void Write_shows_a_candidate_that_was_not_reached_as_no_pass_whatever_doubt_counts_for()
    {
        XElement suite = Assert.Single(
            XDocument.Parse(Render(Rendering.WithUnreached(SampleRun.Passed))).Descendants("testsuite"),
            suite => (string)suite.Attribute("name")! == "late");
        Assert.Equal("QG0718", (string)Assert.Single(suite.Descendants("error")).Attribute("type")!);
    }

    [Fact]
    public void Write_counts_what_it_writes()
    {
        XElement root = XDocument.Parse(Render(SampleRun.Failed)).Root!;
        foreach (XElement counted in root.DescendantsAndSelf().Where(element => element.Attribute("tests") is not null))
        {
            Assert.Equal((int)counted.Attribute("tests")!, counted.Descendants("testcase").Count());
            Assert.Equal((int)counted.Attribute("failures")!, counted.Descendants("failure").Count());
            Assert.Equal((int)counted.Attribute("errors")!, counted.Descendants("error").Count());
            Assert.Equal((int)counted.Attribute("skipped")!, counted.Descendants("skipped").Count());
        }

        Assert.Equal(SampleRun.Failed.Findings.Count, (int)root.Attribute("tests")!);
    }

    [Fact]
    public void Write_replaces_what_xml_cannot_hold()
    {
        XDocument read = XDocument.Parse(Render(Rendering.WithText(SampleRun.Failed, "a\0b\u0008 \ud800 \ud83d\ude00 ]]> <x/> \uFFFF")));
        Assert.Contains(
            read.Descendants("failure"),
            failure => failure.Value.Contains("a\uFFFDb\uFFFD \uFFFD \ud83d\ude00 ]]> <x/> \uFFFD", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_is_read_by_a_parser_of_test_reporters()
    {
        if (NodeScript.MissingFor("junit2json") is { } reason) Assert.Skip(reason);
        using JsonDocument read = JsonDocument.Parse(NodeScript.Run("read-junit.mjs", Render(SampleRun.Failed)));
        JsonElement suite = read.RootElement.GetProperty("testsuite").EnumerateArray().First(suite =>
            suite.GetProperty("name").GetString() == "int4");
        Assert.Equal(3, suite.GetProperty("tests").GetInt32());
        Assert.Equal(2, suite.GetProperty("failures").GetInt32());
        JsonElement failed = suite.GetProperty("testcase")[0];
        Assert.Equal("int4", failed.GetProperty("classname").GetString());
        Assert.Equal("recovery at-least 99 % (margin 1 %) on suite", failed.GetProperty("name").GetString());
        Assert.Contains("96.12 %", failed.GetProperty("failure")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static string Render(RunRecord record) => Rendering.Of(new JUnitReporter(), record);
}
