using ModelGate.Gate.Gates;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Performance;

namespace ModelGate.Gate.Tests.Gates;

public class GateJudgeTests
{
    private static readonly GateRule Recovery = new() { Metric = Metric.Recovery, Bound = new Bound.AtLeast(0.96), Margin = 0.01 };

    [Fact]
    public void Judge_of_a_suite_decides_the_ratio_of_means()
    {
        Finding finding = Judge(Recovery, Candidate(Task("a", 900, 895, 1000), Task("b", 500, 501, 1000)));
        Assert.Equal(("passed", "suite", "int8"), (finding.Outcome.Name, finding.Subject, finding.Candidate));
        Assert.Equal((0.895 + 0.501) / 1.4, finding.Measured!.Value, 1e-12);
        Assert.Equal(2000, finding.Measured.Samples);
        Assert.Contains("90 % interval, 2000 documents", finding.Comparison, StringComparison.Ordinal);
        Assert.Equal("", finding.Advice);
    }

    [Fact]
    public void Judge_where_baseline_above_leaves_tasks_out_of_the_mean_too()
    {
        CandidateInputs candidate = Candidate(Task("strong", 900, 880, 1000), Task("weak", 300, 100, 1000));
        Assert.Equal("failed", Judge(Recovery, candidate).Outcome.Name);
        Finding kept = Judge(Recovery with { WhereBaselineAbove = 0.4 }, candidate);
        Assert.Equal("passed", kept.Outcome.Name);
        Assert.Equal(880 / 900.0, kept.Measured!.Value, 1e-12);
    }

    [Fact]
    public void Judge_of_an_empty_selection_is_no_data_and_fails()
    {
        Finding finding = Judge(Recovery with { WhereBaselineAbove = 0.95 }, Candidate(Task("a", 900, 900, 1000)));
        Assert.IsType<Outcome.NoData>(finding.Outcome);
        Assert.Equal(OutcomeClass.Fail, finding.Outcome.Class);
        Assert.Null(finding.Measured);
    }

    [Fact]
    public void Judge_per_task_gives_one_finding_for_each_member()
    {
        IReadOnlyList<Finding> findings = GateJudge.Judge(
            Recovery with { Per = GateScope.Task }, new([Candidate(Task("a", 900, 900, 1000), Task("b", 800, 600, 1000))]));
        Assert.Equal([("a", "passed"), ("b", "failed")], findings.Select(finding => (finding.Subject, finding.Outcome.Name)));
        Assert.NotNull(Assert.IsType<Outcome.Failed>(findings[1].Outcome).AdjustedP);
    }

    [Fact]
    public void Judge_per_task_adjusts_failures_for_the_number_of_tasks()
    {
        RecoveryTask borderline = Task("borderline", 90, 84, 150);
        GateRule rule = Recovery with { Per = GateScope.Task, Bound = new Bound.AtLeast(0.985) };
        Assert.IsType<Outcome.Failed>(Judge(rule, Candidate(borderline)).Outcome);
        RecoveryTask[] others = [.. Enumerable.Range(0, 9).Select(i => Task($"fine{i}", 90, 90, 150))];
        Finding among = GateJudge.Judge(rule, new([Candidate([borderline, .. others])]))[0];
        Assert.IsType<Outcome.Inconclusive>(among.Outcome);
    }

    [Fact]
    public void Judge_of_a_baseline_of_zero_is_not_applicable()
    {
        CandidateInputs candidate = Candidate(Task("hard", 0, 2, 100));
        Assert.Equal(OutcomeClass.Fail, Judge(Recovery, candidate).Outcome.Class);
        Assert.Equal(OutcomeClass.Pass, Judge(Recovery with { PassesWhenNotApplicable = true }, candidate).Outcome.Class);
    }

    [Fact]
    public void Judge_of_a_candidate_or_name_that_was_not_measured_is_no_data()
    {
        CandidateInputs candidate = Candidate(Task("a", 900, 900, 1000));
        Finding absent = Judge(Recovery with { Candidates = ["int4"] }, candidate);
        Assert.Equal(("int4", "no data"), (absent.Candidate, absent.Outcome.Name));
        Assert.Equal("no data", Judge(Recovery with { Tasks = ["gsm8k"] }, candidate).Outcome.Name);
        Assert.Equal("no data", Judge(Recovery, new CandidateInputs("int8")).Outcome.Name);
        Assert.Equal("no data", Assert.Single(GateJudge.Judge(Recovery, new([]))).Outcome.Name);
    }

    [Theory]
    [InlineData("perplexity-ratio", 1.05, "no data")]
    [InlineData("kl", 0.01, "no data")]
    [InlineData("output-tokens-ratio", 1.1, "no data")]
    [InlineData("size-ratio", 0.6, "no data")]
    [InlineData("ttft-p95", 1, "no data")]
    [InlineData("cost-reduction", 1, "no data")]
    public void Judge_without_measurements_fails_for_every_metric(string metric, double limit, string expected) =>
        Assert.Equal(expected, Judge(Rule(metric, limit), Candidate(Task("a", 1, 1, 2))).Outcome.Name);

    [Fact]
    public void Judge_of_sizes_is_exact()
    {
        CandidateInputs candidate = new("int4") { Sizes = new(1000, 600) };
        Finding finding = Judge(Rule("size-ratio", 0.6), candidate);
        Assert.Equal("passed", finding.Outcome.Name);
        Assert.True(finding.Measured!.Interval.IsExact);
        Assert.Equal("failed", Judge(Rule("size-ratio", 0.6), candidate with { Sizes = new(1000, 601) }).Outcome.Name);
    }

    [Fact]
    public void Judge_of_texts_is_per_task_for_perplexity_and_pooled_for_divergence()
    {
        RollingDocument[] documents = [.. Enumerable.Range(1, 50).Select(i => new RollingDocument(-i, -1.001 * i, 2 * i, i, 0.001 * i, i))];
        CandidateInputs candidate = new("fp8")
        {
            Rolling = [new("t1", "byte_perplexity", documents), new("t2", "byte_perplexity", documents)],
        };
        Assert.Equal(["t1", "t2"], GateJudge.Judge(Rule("perplexity-ratio", 1.05), new([candidate])).Select(finding => finding.Subject));
        Finding kl = Judge(Rule("kl", 0.01), candidate);
        Assert.Equal(("t1 + t2", "passed", 100), (kl.Subject, kl.Outcome.Name, kl.Measured!.Samples));
        Finding agreement = Judge(new GateRule { Metric = Metric.Top1Agreement, Bound = new Bound.AtLeast(0.95) }, candidate);
        Assert.Equal("passed", agreement.Outcome.Name);
    }

    [Fact]
    public void Judge_of_latency_is_per_scenario_and_needs_enough_requests()
    {
        CandidateInputs candidate = new("int8") { Scenarios = [Pair("rag", 100, 1, 0.5), Pair("code-completion", 20, 1, 0.5)] };
        IReadOnlyList<Finding> findings = GateJudge.Judge(Rule("e2e-p95", 1), new([candidate]));
        Assert.Equal([("rag", "passed"), ("code-completion", "inconclusive")], findings.Select(f => (f.Subject, f.Outcome.Name)));
        Assert.Equal(59 - 20, Assert.IsType<Outcome.Inconclusive>(findings[1].Outcome).FurtherSamples);
    }

    [Fact]
    public void Judge_of_cost_reduction_averages_the_latency_scenarios_only()
    {
        CandidateInputs candidate = new("int8")
        {
            Scenarios = [Pair("rag", 20, 2, 1), Pair("multi-turn-chat", 20, 3, 1), Pair("large-summarization", 20, 1, 9)],
        };
        Finding finding = Judge(new GateRule { Metric = Metric.CostReduction, Bound = new Bound.AtLeast(1.5) }, candidate);
        Assert.Equal("passed", finding.Outcome.Name);
        Assert.Equal("rag + multi-turn-chat", finding.Subject);
        Assert.Equal(2.5, finding.Measured!.Value, 0.01);
    }

    [Fact]
    public void Judge_of_a_prefix_and_of_a_task_at_chance_says_so()
    {
        RecoveryTask prefix = Task("a", 900, 900, 1000) with { IsPrefix = true };
        Finding finding = Judge(Recovery, Candidate(prefix));
        Assert.Equal("inconclusive", finding.Outcome.Name);
        Assert.True(finding.Measured!.Provenance.IsPrefix);
        RecoveryTask chance = RecoveryTask.Plain("letters", "acc", Task("x", 78, 78, 300).Subtasks[0].Scores, chanceLevel: 0.25);
        Assert.Contains("letters", Assert.Single(Judge(Recovery, Candidate(chance)).Measured!.Provenance.Notes), StringComparison.Ordinal);
    }

    private static Finding Judge(GateRule rule, CandidateInputs candidate) => GateJudge.Judge(rule, new([candidate]))[0];

    private static GateRule Rule(string metric, double limit)
    {
        Metric found = Metric.Find(metric)!;
        Bound bound = found.Better == Direction.HigherIsBetter ? new Bound.AtLeast(limit) : new Bound.AtMost(limit);
        return new() { Metric = found, Bound = bound };
    }

    private static CandidateInputs Candidate(params RecoveryTask[] tasks) => new("int8") { Suites = [new("suite", tasks)] };

    private static RecoveryTask Task(string name, int baselineRight, int candidateRight, int documents) => RecoveryTask.Plain(
        name, "acc", new RecoveryScores.Paired(
            [.. Enumerable.Range(0, documents).Select(i => i < baselineRight ? 1.0 : 0)],
            [.. Enumerable.Range(0, documents).Select(i => i < candidateRight ? 1.0 : 0)]));

    private static ScenarioPair Pair(string name, int requests, double baselineSeconds, double candidateSeconds) =>
        new(Run(name, requests, baselineSeconds), Run(name, requests, candidateSeconds));

    private static ScenarioRun Run(string name, int requests, double seconds) => new(
        Scenario.Find(name)!, LoadMode.Synchronous,
        [.. Enumerable.Range(0, requests).Select(i => new RequestTiming(8, 0, [seconds * (1 + i % 5 * 0.01 - 0.02)]))],
        UsdPerHour: 0.1, IsEmulated: false);
}
