using System.Text.Json.Nodes;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters.Sarif;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Reporters.Sarif;

public sealed class SarifReporterTests
{
    [Fact]
    public void Write_of_a_failed_run() => Snapshot.Match(Render(Rendering.WithChanges(SampleRun.Failed)));

    [Fact]
    public void Write_is_valid_by_the_schema_of_sarif()
    {
        if (NodeScript.MissingFor("@datadog/datadog-ci-plugin-sarif") is { } reason) Assert.Skip(reason);
        foreach (RunRecord record in (RunRecord[])[Rendering.WithChanges(SampleRun.Failed), SampleRun.Passed, SampleRun.LetPass])
        {
            Assert.Equal("[]", NodeScript.Run("validate-sarif.mjs", Render(record)).Trim());
        }

        string broken = Render(SampleRun.Failed).Replace("\"startLine\": 21", "\"startLine\": 0", StringComparison.Ordinal);
        Assert.Contains("startLine", NodeScript.Run("validate-sarif.mjs", broken), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_of_a_passed_run_has_no_result() => Assert.Empty(Results(SampleRun.Passed));

    [Theory]
    [InlineData("report", "warning")]
    [InlineData("fail", "error")]
    [InlineData("pass", "note")]
    public void Write_gives_an_undecided_finding_the_level_that_the_policy_says(string onInconclusive, string level) => Assert.All(
        Results(Rendering.WithOnInconclusive(SampleRun.LetPass, onInconclusive)),
        result => Assert.Equal(level, (string?)result!["level"]));

    [Fact]
    public void Write_of_a_candidate_that_was_not_reached_is_no_note_whatever_doubt_counts_for() =>
        Assert.Equal("warning", (string?)Assert.Single(Results(Rendering.WithUnreached(SampleRun.Passed)))!["level"]);

    [Fact]
    public void Write_keeps_an_alert_the_same_when_numbers_and_lines_move()
    {
        RunRecord moved = SampleRun.Failed with
        {
            Findings = [.. SampleRun.Failed.Findings.Select(finding => finding with { Line = finding.Line + 7, Comparison = "other" })],
        };
        Assert.Equal(Fingerprints(SampleRun.Failed), Fingerprints(moved));
        Assert.Distinct(Fingerprints(SampleRun.Failed));
    }

    private static string[] Fingerprints(RunRecord record) =>
        [.. Results(record).Select(result => (string)result!["partialFingerprints"]!["modelgate/v1"]!)];

    private static JsonArray Results(RunRecord record) => JsonNode.Parse(Render(record))!["runs"]![0]!["results"]!.AsArray();

    private static string Render(RunRecord record) => Rendering.Of(new SarifReporter(), record);
}
