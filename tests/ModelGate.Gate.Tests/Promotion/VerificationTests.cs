using ModelGate.Gate.Promotion;
using ModelGate.Gate.Records;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Tests.Promotion;

public sealed class VerificationTests : IDisposable
{
    private const string FirstShard = "model-00001-of-00002.safetensors", SecondShard = "model-00002-of-00002.safetensors";

    private readonly MeasuredCheckpoint checkpoint = new();

    public VerificationTests() => checkpoint.Promote();

    [Fact]
    public void Of_what_was_promoted_finds_nothing_wrong()
    {
        Assert.Empty(checkpoint.VerifyByStatement().Problems);
        Assert.Empty(checkpoint.VerifyByRecord(checkpoint.Record).Problems);
    }

    [Theory]
    [InlineData(FirstShard)]
    [InlineData("model.safetensors.index.json")]
    [InlineData("config.json")]
    [InlineData("tokenizer.json")]
    [InlineData("README.md")]
    public void Of_one_flipped_byte_names_the_file(string name)
    {
        byte[] bytes = File.ReadAllBytes(checkpoint.Shipped(name));
        bytes[^1] ^= 1;
        File.WriteAllBytes(checkpoint.Shipped(name), bytes);
        MeasuredCheckpoint.AssertProblem(checkpoint.VerifyByStatement(), "QG0922", name, "holds other bytes");
        if (name == "README.md") Assert.Empty(checkpoint.VerifyByRecord(checkpoint.Record).Problems);
        else MeasuredCheckpoint.AssertProblem(checkpoint.VerifyByRecord(checkpoint.Record), "QG0922", name, "holds other bytes");
    }

    [Fact]
    public void Of_swapped_shards_names_both_and_whose_bytes_they_hold()
    {
        (string first, string second) = (checkpoint.Shipped(FirstShard), checkpoint.Shipped(SecondShard));
        byte[] bytes = File.ReadAllBytes(first);
        File.Copy(second, first, overwrite: true);
        File.WriteAllBytes(second, bytes);
        Assert.Equal(
            [$"The file holds the bytes of '{SecondShard}'.", $"The file holds the bytes of '{FirstShard}'."],
            checkpoint.VerifyByStatement().Problems.Select(problem => problem.Problem));
    }

    /// <summary>Each could change what is served; a licence lies there by right only where the statement names it.</summary>
    [Theory]
    [InlineData("model-00003-of-00003.safetensors", false)]
    [InlineData("pytorch_model.bin", false)]
    [InlineData("chat_template.jinja", false)]
    [InlineData("modeling_llama.py", false)]
    [InlineData("inner/config.json", false)]
    [InlineData("LICENSE", true)]
    public void Of_a_file_that_nobody_vouches_for_is_refused(string name, bool isFineByRecord)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(checkpoint.Shipped(name))!);
        File.WriteAllText(checkpoint.Shipped(name), "{}");
        MeasuredCheckpoint.AssertProblem(checkpoint.VerifyByStatement(), "QG0922", name, "does not name this file");
        Assert.Equal(isFineByRecord, checkpoint.VerifyByRecord(checkpoint.Record).Problems.Count == 0);
    }

    [Fact]
    public void Of_a_linked_folder_is_refused_and_not_followed()
    {
        Directory.CreateSymbolicLink(checkpoint.Shipped("loop"), checkpoint.Target);
        MeasuredCheckpoint.AssertProblem(checkpoint.VerifyByStatement(), "QG0922", "loop", "does not name this file");
    }

    [Fact]
    public void Of_what_Git_and_the_Hub_keep_beside_a_checkpoint_finds_nothing_wrong()
    {
        File.WriteAllText(checkpoint.Shipped(".gitattributes"), "*.safetensors filter=lfs");
        Directory.CreateDirectory(checkpoint.Shipped(".cache"));
        File.WriteAllText(checkpoint.Shipped(".cache/config.json.metadata"), "x");
        Assert.Empty(checkpoint.VerifyByStatement().Problems);
    }

    [Fact]
    public void Of_files_missing_added_and_changed_names_them_all()
    {
        File.Delete(checkpoint.Shipped("tokenizer.json"));
        File.WriteAllText(checkpoint.Shipped("config.json"), "{}");
        File.WriteAllText(checkpoint.Shipped("extra.safetensors"), "");
        Assert.Equal(["config.json", "extra.safetensors", "tokenizer.json"],
            checkpoint.VerifyByStatement().Problems.Select(problem => Path.GetFileName(problem.At.File)));
    }

    [Fact]
    public void Of_an_edited_verdict_is_refused()
    {
        string text = File.ReadAllText(checkpoint.Shipped(CheckpointFolder.Statement));
        AssertEdited(text.Replace("\"outcome\": \"passed\"", "\"outcome\": \"not applicable\"", StringComparison.Ordinal));
        string record = RunRecordJson.Write(checkpoint.Record with
        {
            Verdict = new VerdictRecord("failed", "failed", 1),
            Findings = [checkpoint.Record.Findings[0] with { Class = "fail", Outcome = "failed" }, .. checkpoint.Record.Findings.Skip(1)],
        });
        AssertEdited(record
            .Replace("\"fail\"", "\"pass\"", StringComparison.Ordinal)
            .Replace("\"failed\"", "\"passed\"", StringComparison.Ordinal)
            .Replace("\"exitCode\": 1", "\"exitCode\": 0", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_a_record_of_another_policy_is_refused()
    {
        (string, string) mine = ("quantgate.yml", checkpoint.Record.Policy.Sha256), other = ("quantgate.yml", new string('0', 64));
        Assert.Empty(checkpoint.VerifyByStatement(mine).Problems);
        Assert.Empty(checkpoint.VerifyByRecord(checkpoint.Record, policy: mine).Problems);
        MeasuredCheckpoint.AssertProblem(checkpoint.VerifyByStatement(other), "QG0924", "quantgate.yml", "another policy");
        MeasuredCheckpoint.AssertProblem(
            checkpoint.VerifyByRecord(checkpoint.Record, policy: other), "QG0924", "quantgate.yml", "another policy");
    }

    /// <summary>A statement may be made elsewhere, for a candidate that failed: it is whole, and it is no leave to serve.</summary>
    [Fact]
    public void Of_a_statement_that_says_failed_is_refused()
    {
        Statement passed = Read();
        GateEvidence evidence = passed.Predicate.ModelGate;
        Statement failed = StatementJson.Sealed(passed with
        {
            Predicate = passed.Predicate with
            {
                Result = "FAILED",
                PassedTests = [.. passed.Predicate.PassedTests.Skip(1)],
                FailedTests = [passed.Predicate.PassedTests[0]],
                ModelGate = evidence with
                {
                    Outcome = "failed", Effective = "failed", Seal = null,
                    Findings = [evidence.Findings[0] with { Class = "fail", Outcome = "failed" }, .. evidence.Findings.Skip(1)],
                },
            },
        });
        MeasuredCheckpoint.AssertProblem(
            checkpoint.Verify(System.Text.Encoding.UTF8.GetBytes(StatementJson.Write(failed))), "QG0921", "record.json", "failed");
    }

    [Fact]
    public void Of_a_runs_record_takes_the_candidate_whose_files_these_are()
    {
        CandidateRecord ours = checkpoint.Record.Candidates[0];
        RunRecord record = checkpoint.Record with
        {
            Candidates = [checkpoint.Record.Candidates[1], ours],
            Findings = [.. checkpoint.Record.Findings.Where(finding => finding.Candidate == "fp8")],
        };
        Assert.Equal("fp8", checkpoint.VerifyByRecord(record).Candidate);
        Assert.Empty(checkpoint.VerifyByRecord(record).Problems);
        Assert.Contains(
            checkpoint.VerifyByRecord(record, "int4").Problems,
            problem => problem.Problem.Contains("No gate was about 'int4'", StringComparison.Ordinal));
    }

    public void Dispose() => checkpoint.Dispose();

    private Statement Read() => StatementJson.Read(File.ReadAllBytes(checkpoint.Shipped(CheckpointFolder.Statement)), "statement");

    private void AssertEdited(string record)
    {
        DiagnosticException refused = Assert.Throws<DiagnosticException>(
            () => checkpoint.Verify(System.Text.Encoding.UTF8.GetBytes(record)));
        Assert.All(refused.Diagnostics, problem => Assert.Equal("QG0904", problem.Code));
        Assert.Contains("edited after it was written", refused.Message, StringComparison.Ordinal);
    }
}
