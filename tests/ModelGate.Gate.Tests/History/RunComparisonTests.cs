using ModelGate.Gate.History;
using ModelGate.Gate.Records;
using ModelGate.Gate.Tests.PullRequests;
using ModelGate.Gate.Tests.Reporters;

namespace ModelGate.Gate.Tests.History;

public sealed class RunComparisonTests
{
    private static readonly RunRecord Now = SampleRun.Failed;

    [Fact]
    public void Of_no_base_run_is_null() => Assert.Null(RunComparison.Of(Now, null));

    [Fact]
    public void Of_the_same_run_changes_nothing()
    {
        RunComparison comparison = RunComparison.Of(Now, Now)!;
        Assert.True(comparison.IsSamePlan);
        Assert.Empty(comparison.New);
        Assert.Empty(comparison.Fixed);
        Assert.Equal(Now.Findings.Count(finding => finding.Class == "fail"), comparison.StillFailing.Count);
        Assert.All(comparison.Deltas, delta => Assert.Equal(0, Assert.IsType<Change.Known>(delta.Change).Difference));
    }

    [Fact]
    public void Of_a_base_run_sorts_findings_by_what_became_of_them()
    {
        RunComparison comparison = RunComparison.Of(Now, SampleComment.Before)!;
        Assert.Equal([("int4", "recovery")], Names(comparison.New));
        Assert.Equal([("int4", "kl"), ("fp8", "recovery")], Names(comparison.StillFailing));
        Assert.Equal([("fp8", "size-ratio")], Names(comparison.Fixed));
        Assert.Equal([("fp8", "e2e-p95")], Names(comparison.NoLongerDecided));
        Assert.Empty(comparison.NoLongerAsked);
    }

    [Fact]
    public void Of_a_finding_that_the_base_run_does_not_have_is_new_where_it_fails()
    {
        RunComparison comparison = RunComparison.Of(Now, Now with { Findings = [] })!;
        Assert.Equal(Now.Findings.Count(finding => finding.Class == "fail"), comparison.New.Count);
        Assert.Empty(comparison.Fixed);
    }

    [Fact]
    public void Of_a_failed_gate_that_is_gone_is_told() =>
        Assert.Equal([("int4", "recovery"), ("int4", "kl"), ("fp8", "recovery")],
            Names(RunComparison.Of(Now with { Findings = [] }, Now)!.NoLongerAsked));

    [Fact]
    public void Of_a_gate_with_another_bound_is_the_same_question()
    {
        RunRecord now = Now with
        {
            Findings =
            [
                .. Now.Findings.Select(finding => finding with
                {
                    Gate = finding.Gate.Replace("99 %", "95 %", StringComparison.Ordinal),
                    Class = finding is { Metric: "recovery", Candidate: "int4" } ? "pass" : finding.Class,
                }),
            ],
        };
        Assert.Equal([("int4", "recovery")], Names(RunComparison.Of(now, Now)!.Fixed));
    }

    [Fact]
    public void Of_two_gates_on_one_subject_pairs_each_with_its_own()
    {
        FindingRecord strict = Now.Findings[0] with { Gate = "strict", Class = "fail" };
        FindingRecord loose = Now.Findings[0] with { Gate = "loose", Class = "pass" };
        RunComparison comparison = RunComparison.Of(Now with { Findings = [loose, strict] }, Now with { Findings = [strict, loose] })!;
        Assert.Equal(["strict"], comparison.StillFailing.Select(finding => finding.Gate));
        Assert.Empty(comparison.Fixed);
        Assert.Empty(comparison.New);
    }

    [Fact]
    public void Deltas_are_now_minus_before_in_the_unit_of_the_number()
    {
        RunComparison comparison = RunComparison.Of(Now, SampleComment.Before)!;
        Assert.Equal(0.9612 - 0.9921, Known(comparison, "int4", "suite", "recovery"), 12);
        Assert.Equal(0.3771 - 0.3772, Known(comparison, "int4", "", "size-ratio"), 12);
        Assert.Equal(0, Known(comparison, "fp8", "", "perplexity-ratio"));
        Assert.Null(comparison.Find("int8", "suite", "recovery"));
    }

    public static TheoryData<string, RunRecord, string[]> Obstacles => new()
    {
        { "the records have versions 2 and 1", Now with { SchemaVersion = 2 }, ["recovery", "kl", "size-ratio", "tokens-per-second"] },
        {
            "another baseline model", Now with { Baseline = Now.Baseline with { ContentHash = "other" } },
            ["recovery", "kl", "size-ratio", "tokens-per-second"]
        },
        {
            "other kernels (version 0, now 1)", Now with { Environment = Now.Environment with { KernelVersion = "0" } },
            ["recovery", "kl", "tokens-per-second"]
        },
        {
            "another engine (cuda, now cpu)", Now with { Environment = Now.Environment with { Engine = "cuda" } },
            ["recovery", "kl", "tokens-per-second"]
        },
        {
            "another precision (fp32, now bf16)", Now with { Environment = Now.Environment with { Precision = "fp32" } },
            ["recovery", "kl", "tokens-per-second"]
        },
        { "another machine", Now with { Environment = Now.Environment with { ProcessorCount = 64 } }, ["tokens-per-second"] },
    };

    [Theory]
    [MemberData(nameof(Obstacles), DisableDiscoveryEnumeration = true)]
    public void Deltas_of_what_is_not_comparable_say_why(string why, RunRecord before, string[] metrics)
    {
        RunComparison comparison = RunComparison.Of(Now, before)!;
        Assert.Equal([why], comparison.Obstacles);
        foreach (Delta delta in comparison.Deltas.Where(delta => delta.Candidate == "fp8"))
        {
            string like = delta.Now.Metric switch { "perplexity-ratio" => "kl", "e2e-p95" => "tokens-per-second", var other => other };
            Assert.Equal(metrics.Contains(like), delta.Change is Change.NotComparable);
        }
    }

    [Fact]
    public void Deltas_of_other_documents_are_not_comparable_for_the_task_and_its_suite_alone()
    {
        RunRecord before = Tasks(Now, task => task.Task == "facts" ? task with { Fingerprint = "then" } : task);
        RunRecord now = Tasks(Now, task => task.Task == "facts" ? task with { Fingerprint = "now" } : task);
        RunComparison comparison = RunComparison.Of(now, before)!;
        Assert.IsType<Change.NotComparable>(comparison.Find("fp8", "facts", "recovery"));
        Assert.IsType<Change.NotComparable>(comparison.Find("fp8", "suite", "recovery"));
        Assert.IsType<Change.Known>(comparison.Find("fp8", SampleRun.OddTask, "recovery"));
        Assert.IsType<Change.Known>(comparison.Find("fp8", "", "kl"));
    }

    [Fact]
    public void Deltas_of_records_without_fingerprints_compare_only_where_the_baseline_scored_the_same()
    {
        RunRecord before = Tasks(Now, task => task.Task == "facts" ? task with { BaselineScore = 0.94 } : task);
        RunComparison comparison = RunComparison.Of(Now, before)!;
        Assert.IsType<Change.NotComparable>(comparison.Find("fp8", "facts", "recovery"));
        Assert.IsType<Change.Known>(comparison.Find("fp8", SampleRun.OddTask, "recovery"));
    }

    [Fact]
    public void Deltas_of_a_new_candidate_have_nothing_before()
    {
        RunRecord before = Now with { Candidates = [.. Now.Candidates.Skip(1)] };
        RunComparison comparison = RunComparison.Of(Now, before)!;
        Assert.All(comparison.Deltas.Where(delta => delta.Candidate == "fp8"), delta => Assert.IsType<Change.Absent>(delta.Change));
        Assert.Empty(comparison.Obstacles);
    }

    private static RunRecord Tasks(RunRecord record, Func<TaskComparisonRecord, TaskComparisonRecord> change) => record with
    {
        Candidates = [.. record.Candidates.Select(candidate => candidate with { Tasks = [.. candidate.Tasks.Select(change)] })],
    };

    private static double Known(RunComparison comparison, string candidate, string subject, string metric) =>
        Assert.IsType<Change.Known>(comparison.Find(candidate, subject, metric)).Difference;

    private static IEnumerable<(string Candidate, string Metric)> Names(IEnumerable<FindingRecord> findings) =>
        findings.Select(finding => (finding.Candidate, finding.Metric));
}
