using ModelGate.Gate.Gates;
using ModelGate.Gate.Records;
using ModelGate.Testing;

namespace ModelGate.MSBuild.Tests;

public sealed class RunFindingsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("fail", "failed")]
    [InlineData("undecided", "inconclusive")]
    [InlineData("undecided", "not decidable")]
    [InlineData("undecided", "not measured here")]
    [InlineData("fail", "no data")]
    [InlineData("fail", "not applicable")]
    public void Code_of_a_finding_is_the_one_of_every_other_surface(string @class, string outcome)
    {
        FindingRecord record = new("recovery at-least 99 %", "recovery", 14, "fp8", "demo", @class, outcome, null, "", null, null, "");
        RunFinding read = Assert.Single(Read($$"""[{"class": "{{@class}}", "outcome": "{{outcome}}", "line": 14, "column": 5}]""").All);
        Assert.Equal((GateCodes.Of(record), 14, 5, false), (read.Code, read.Line, read.Column, read.IsPass));
    }

    [Fact]
    public void Finding_says_candidate_gate_numbers_and_advice()
    {
        RunFinding finding = Read("""
            [{"gate": "recovery at-least 99 %", "candidate": "int4", "subject": "demo", "class": "fail", "outcome": "failed",
              "comparison": "96.1 %, must be at least 99 %", "reason": null, "advice": "Try {0} a\u0000 gentler recipe\ud83d\ude80."}]
            """).All[0];
        Assert.Equal(
            "int4: recovery at-least 99 % on demo: failed. 96.1 %, must be at least 99 %. Try {0} a\0 gentler recipe🚀.",
            finding.ToString());
        Assert.Equal((0, 0), (finding.Line, finding.Column));
    }

    [Fact]
    public void Loosened_gates_are_those_that_the_base_does_not_allow()
    {
        RunFindings run = Read("[]", """
            "policyComparison": {"changes": [
              {"kind": "gates", "subject": "gate on recovery", "before": "99 %", "after": null, "line": 7, "isAllowed": false},
              {"kind": "lock-file", "subject": "quantgate.lock", "before": "a", "after": "b", "line": 1, "isAllowed": true}]},
            """);
        PolicyChange change = Assert.Single(run.Loosened);
        Assert.Equal(7, change.Line);
        Assert.Equal(GateCodes.Loosened, PolicyChange.Code);
        string text = change.ToString();
        Assert.StartsWith("The change loosens its own gate: gate on recovery: 99 % → gone. ", text, StringComparison.Ordinal);
        Assert.Contains("'may-change: [gates]'", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"schemaVersion\": 2}")]
    [InlineData("<root><schemaVersion>1</schemaVersion></root>")]
    public void TryRead_of_what_is_no_record_of_this_version_is_null(string text)
    {
        string file = folder.Combine("run.json");
        File.WriteAllText(file, text);
        Assert.Null(RunFindings.TryRead(file));
        Assert.Null(RunFindings.TryRead(folder.Combine("none.json")));
    }

    public void Dispose() => folder.Dispose();

    private RunFindings Read(string findings, string more = "")
    {
        string file = folder.Combine("run.json");
        File.WriteAllText(
            file, $$"""{"schemaVersion": 1, {{more}} "verdict": {"effective": "failed", "exitCode": 1}, "findings": {{findings}}}""");
        RunFindings run = RunFindings.TryRead(file)!;
        Assert.Equal(("failed", 1), (run.Effective, run.ExitCode));
        return run;
    }
}
