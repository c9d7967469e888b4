using System.Text.Json.Nodes;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;
using ModelGate.Gate.Tests.Reporters;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Records;

public sealed class RunRecordJsonTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Write_is_a_contract() => Snapshot.Match(RunRecordJson.Write(SampleRun.Failed));

    [Fact]
    public void Read_gives_back_what_was_written()
    {
        string text = RunRecordJson.Write(SampleRun.Failed);
        File.WriteAllText(folder.Combine(RunRecord.FileName), text);
        RunRecord record = RunRecordJson.Read(folder.Path);
        Assert.Equal(text, RunRecordJson.Write(record));
        Assert.Equal(Markdown(SampleRun.Failed), Markdown(record));
    }

    [Fact]
    public void Read_of_a_folder_without_record_names_the_file() => AssertRefused(RunRecord.FileName, "cannot be read");

    [Theory]
    [InlineData("", "damaged or was edited")]
    [InlineData("{\"schemaVersion\": 1", "damaged or was edited")]
    [InlineData("{\"schemaVersion\": 1}", "damaged or was edited")]
    [InlineData("{\"schemaVersion\": 2}", "version 2; this tool reads version 1")]
    [InlineData("{}", "no run record")]
    [InlineData("null", "no run record")]
    public void Read_of_anything_else_is_refused(string text, string says)
    {
        File.WriteAllText(folder.Combine(RunRecord.FileName), text);
        AssertRefused(RunRecord.FileName, says);
    }

    [Fact]
    public void Read_of_an_edited_record_names_the_line()
    {
        string text = RunRecordJson.Write(SampleRun.Failed).Replace("\"exitCode\": 1", "\"exitCode\": \"one\"", StringComparison.Ordinal);
        File.WriteAllText(folder.Combine(RunRecord.FileName), text);
        Diagnostic found = AssertRefused(RunRecord.FileName, "damaged or was edited");
        int line = text.Split('\n').TakeWhile(row => !row.Contains("\"one\"", StringComparison.Ordinal)).Count() + 1;
        Assert.Equal(line, found.At.Line);
    }

    [Theory]
    [InlineData("\"exitCode\": 1", "\"exitCode\": 0")]
    [InlineData("\"outcome\": \"failed\"", "\"outcome\": \"passed\"")]
    [InlineData("\"class\": \"fail\"", "\"class\": \"pass\"")]
    [InlineData("0.9612", "0.9912")]
    [InlineData("\"onInconclusive\": \"report\"", "\"onInconclusive\": \"pass\"")]
    [InlineData("aaaaaaaa", "aaaaaaab")]
    public void Read_of_a_record_with_an_edited_value_is_refused(string was, string becomes)
    {
        string text = RunRecordJson.Write(SampleRun.Failed);
        Assert.Contains(was, text, StringComparison.Ordinal);
        File.WriteAllText(folder.Combine(RunRecord.FileName), text.Replace(was, becomes, StringComparison.Ordinal));
        AssertRefused(RunRecord.FileName, "edited after it was written", "QG0904");
    }

    [Fact]
    public void Read_of_a_record_without_its_seal_is_refused()
    {
        JsonNode record = JsonNode.Parse(RunRecordJson.Write(SampleRun.Failed))!;
        Assert.True(record.AsObject().Remove("seal"));
        File.WriteAllText(folder.Combine(RunRecord.FileName), record.ToJsonString());
        AssertRefused(RunRecord.FileName, "no seal", "QG0904");
    }

    /// <summary>What parsers disagree on: the first or the last of two.</summary>
    [Fact]
    public void Read_of_a_record_that_says_a_thing_twice_is_refused()
    {
        string text = RunRecordJson.Write(SampleRun.Failed);
        string first = "{\n  \"planKey\": \"x\"," + text[1..];
        File.WriteAllText(folder.Combine(RunRecord.FileName), first);
        AssertRefused(RunRecord.FileName, "damaged or was edited");
    }

    [Fact]
    public void Read_takes_a_record_that_only_looks_different()
    {
        JsonNode record = JsonNode.Parse(RunRecordJson.Write(SampleRun.Failed))!;
        var turned = new JsonObject(
            [.. record.AsObject().Reverse().Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))]);
        File.WriteAllText(folder.Combine(RunRecord.FileName), turned.ToJsonString());
        Assert.Equal(RunRecordJson.Write(SampleRun.Failed), RunRecordJson.Write(RunRecordJson.Read(folder.Path)));
    }

    [Theory]
    [InlineData("verdict")]
    [InlineData("effect")]
    [InlineData("exit code")]
    [InlineData("counts as")]
    [InlineData("no candidate")]
    public void Read_of_a_sealed_record_that_contradicts_itself_is_refused(string what)
    {
        RunRecord failed = SampleRun.Failed;
        RunRecord record = what switch
        {
            "verdict" => failed with { Verdict = new VerdictRecord("passed", "passed", 0) },
            "effect" => failed with { Verdict = failed.Verdict with { Effective = "passed", ExitCode = 0 } },
            "exit code" => failed with { Verdict = failed.Verdict with { ExitCode = 0 } },
            "counts as" => failed with { Findings = [failed.Findings[0] with { Class = "pass" }, .. failed.Findings.Skip(1)] },
            _ => failed with { Candidates = [failed.Candidates[0]] },
        };
        File.WriteAllText(folder.Combine(RunRecord.FileName), RunRecordJson.Write(record));
        AssertRefused(RunRecord.FileName, what, "QG0904");
    }

    [Fact]
    public void Read_takes_a_failure_by_a_change_of_policy_that_needs_acceptance()
    {
        RunRecord record = SampleRun.Passed with
        {
            Verdict = new VerdictRecord("passed", "failed", 1),
            PolicyComparison = new PolicyComparisonRecord("main", null, [new("gates", "a gate", "1", null, 3, false)], []),
        };
        File.WriteAllText(folder.Combine(RunRecord.FileName), RunRecordJson.Write(record));
        Assert.Equal("failed", RunRecordJson.Read(folder.Path).Verdict.Effective);
    }

    public void Dispose() => folder.Dispose();

    private Diagnostic AssertRefused(string file, string says, string code = "QG0901")
    {
        IReadOnlyList<Diagnostic> all = Assert.Throws<DiagnosticException>(() => RunRecordJson.Read(folder.Path)).Diagnostics;
        Assert.All(all, one => Assert.Equal(code, one.Code));
        Diagnostic found = all.First(one => one.Problem.Contains(says, StringComparison.Ordinal) || all.Count == 1);
        Assert.EndsWith(file, found.At.File, StringComparison.Ordinal);
        Assert.Contains(says, found.Problem, StringComparison.Ordinal);
        return found;
    }

    private static string Markdown(RunRecord record)
    {
        using var text = new StringWriter();
        new MarkdownReporter().Write(record, text, ReportSurface.File);
        return text.ToString();
    }
}
