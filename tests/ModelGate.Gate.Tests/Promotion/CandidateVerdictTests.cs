using ModelGate.Gate.Promotion;
using ModelGate.Gate.Records;
using ModelGate.Gate.Tests.Reporters;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Tests.Promotion;

public sealed class CandidateVerdictTests : IDisposable
{
    private readonly MeasuredCheckpoint checkpoint = new();

    [Fact]
    public void Refusals_of_a_candidate_that_passed_are_none_though_another_failed()
    {
        RunRecord record = checkpoint.Record;
        Assert.Empty(Refusals(record with
        {
            Verdict = new VerdictRecord("failed", "failed", 1),
            Findings = [SampleRun.Failed.Findings[0], .. record.Findings],
        }));
    }

    [Fact]
    public void Refusals_of_a_candidate_that_failed_name_every_gate()
    {
        FindingRecord passed = checkpoint.Record.Findings.First(finding => finding.Candidate == "fp8");
        IReadOnlyList<Diagnostic> refusals = Refusals(checkpoint.Record with
        {
            Verdict = new VerdictRecord("failed", "failed", 1),
            Findings =
            [
                passed with { Class = "fail", Outcome = "no data", Subject = "one" },
                passed with { Class = "fail", Outcome = "failed", Subject = "two" },
            ],
        });
        Assert.Equal(2, refusals.Count);
        Assert.Contains("on one (no data)", refusals[0].Problem, StringComparison.Ordinal);
        Assert.Contains("on two", refusals[1].Problem, StringComparison.Ordinal);
    }

    /// <summary>The policy's word on what is undecided decides here too, and the card and the statement say so.</summary>
    [Theory]
    [InlineData("report", "inconclusive", false)]
    [InlineData("fail", "failed", false)]
    [InlineData("pass", "passed", true)]
    public void Refusals_of_an_undecided_candidate_follow_the_policy(string onInconclusive, string effective, bool passes)
    {
        RunRecord record = Undecided(onInconclusive);
        CandidateVerdict verdict = CandidateVerdict.Of(record, "fp8");
        Assert.Equal(("inconclusive", effective), (verdict.Outcome, verdict.Effective));
        Assert.Equal(passes, Refusals(record).Count == 0);
        if (!passes) return;

        checkpoint.Promote(record);
        Assert.Contains(
            "**Passed by policy**: 1 of 2 findings could not be decided", File.ReadAllText(checkpoint.Shipped("README.md")),
            StringComparison.Ordinal);
        TestResultPredicate predicate =
            StatementJson.Read(File.ReadAllBytes(checkpoint.Shipped(CheckpointFolder.Statement)), "s").Predicate;
        Assert.Equal("WARNED", predicate.Result);
        Assert.Single(predicate.WarnedTests);
        Assert.Empty(checkpoint.VerifyByStatement().Problems);
    }

    [Fact]
    public void Refusals_of_a_candidate_that_no_gate_is_about() => AssertOne(
        checkpoint.Record with { Findings = [.. checkpoint.Record.Findings.Where(finding => finding.Candidate != "fp8")] },
        "No gate was about 'fp8'");

    [Fact]
    public void Refusals_of_a_prefix() => AssertOne(
        checkpoint.Record with
        {
            Baseline = checkpoint.Record.Baseline with { Tasks = [checkpoint.Record.Baseline.Tasks[0] with { IsPrefix = true }] },
        },
        "Only the first documents of facts");

    [Fact]
    public void Refusals_of_a_policy_that_nobody_accepted() => AssertOne(
        checkpoint.Record with
        {
            Verdict = new VerdictRecord("passed", "failed", 1),
            PolicyComparison = new PolicyComparisonRecord("main", null, [new("gates", "a gate", "1", null, 3, false)], []),
        },
        "looser than that of main");

    [Fact]
    public void Refusals_of_a_record_that_does_not_name_the_files() => AssertOne(SampleRun.Passed with
    {
        Baseline = checkpoint.Record.Baseline,
    }, "does not name the files");

    [Fact]
    public void Refusals_of_a_candidate_whose_time_was_up()
    {
        FindingRecord unreached = checkpoint.Record.Findings[0] with
        {
            Candidate = "late", Class = "undecided", Outcome = "not reached", Reason = "The time was up.", Comparison = "",
            Advice = "Go on.",
        };
        Diagnostic refusal = Assert.Single(CandidateVerdict.Refusals(
            checkpoint.Record with { Findings = [unreached] }, "late", new SourcePoint("run.json")));
        Assert.Contains("'late' was not measured. The time was up.", refusal.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside.safetensors")]
    [InlineData("C:weights.safetensors")]
    [InlineData("..")]
    public void Refusals_of_files_that_lead_out_of_the_folder(string name)
    {
        CandidateRecord candidate = checkpoint.Record.Candidates[0];
        AssertOne(
            checkpoint.Record with
            {
                Candidates =
                [
                    candidate with
                    {
                        Model = candidate.Model with { Files = new Dictionary<string, string> { [name] = new string('0', 64) } },
                    },
                ],
            },
            $"'{name}' is no file");
    }

    public void Dispose() => checkpoint.Dispose();

    private RunRecord Undecided(string onInconclusive)
    {
        FindingRecord passed = checkpoint.Record.Findings.First(finding => finding.Candidate == "fp8");
        string effective = onInconclusive switch { "fail" => "failed", "pass" => "passed", _ => "inconclusive" };
        return checkpoint.Record with
        {
            Policy = checkpoint.Record.Policy with { OnInconclusive = onInconclusive },
            Verdict = new VerdictRecord("inconclusive", effective, onInconclusive switch { "fail" => 1, "pass" => 0, _ => 4 }),
            Findings = [passed with { Class = "undecided", Outcome = "inconclusive", Subject = "open" }, passed],
        };
    }

    private static IReadOnlyList<Diagnostic> Refusals(RunRecord record) =>
        CandidateVerdict.Refusals(record, "fp8", new SourcePoint("run.json"));

    private static void AssertOne(RunRecord record, string says)
    {
        Diagnostic refusal = Assert.Single(Refusals(record));
        Assert.Equal("QG0921", refusal.Code);
        Assert.Contains(says, refusal.Problem, StringComparison.Ordinal);
    }
}
