using ModelGate.Gate.Records;
using ModelGate.Gate.Runs;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>A run whose time is up decides what it measured, and the next one goes on to the record of a run with time enough.</summary>
public sealed class TimeBudgetTests : IDisposable
{
    private const string PolicyText = """
        version: 1
        model: demo
        time-budget: 45 min
        on-inconclusive: pass
        candidates:
          fp8: {scheme: w8a8-fp8}
          int8: {scheme: w8a8-int8, algorithm: rtn}
        accuracy: {tasks: [{task: demo-letters, sample: 40}, {task: demo-text, sample: 6}]}
        gates:
          - {metric: size-ratio, at-most: 0.6}
          - {metric: perplexity-ratio, at-most: 1.5}
        """;

    private readonly DemoRuns runs = new();

    [Fact]
    public async Task Run_out_of_time_in_a_candidate_decides_the_others_and_the_next_goes_on()
    {
        RunPlan plan = await runs.PlanAsync("whole", PolicyText);
        RunRecord whole = runs.Execute(plan, "whole", new Steps(), CancellationToken.None);
        Assert.Equal(("passed", 0), (whole.Verdict.Effective, whole.Verdict.ExitCode));

        plan = await runs.PlanAsync("cut", PolicyText);
        var time = new SpendableTime();
        RunRecord cut = runs.Execute(plan, "cut", new Steps("begin int8: demo-text", time.Spend), CancellationToken.None, time);
        Assert.Equal(("inconclusive", 4), (cut.Verdict.Effective, cut.Verdict.ExitCode));
        Assert.Equal(
            [("int8", "not reached"), ("int8", "not reached"), ("fp8", "passed"), ("fp8", "passed")],
            cut.Findings.Select(finding => (finding.Candidate, finding.Outcome)));
        Assert.Equal("The time budget of 45 min was spent before int8 was measured.", cut.Findings[0].Result);
        Assert.Equal("fp8", Assert.Single(cut.Candidates).Name);

        var last = new Steps();
        RunRecord resumed = runs.Execute(plan, "cut", last, CancellationToken.None, new SpendableTime());
        Assert.Equal(DemoRuns.Timeless(whole), DemoRuns.Timeless(resumed));
        Assert.Contains(last.Results, result =>
            result.StartsWith("int8: demo-letters: ", StringComparison.Ordinal)
            && result.EndsWith("from an earlier run", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("begin quantize int8")]
    [InlineData("begin baseline: demo-letters")]
    public async Task Run_out_of_time_before_any_candidate_decides_nothing(string step)
    {
        RunPlan plan = await runs.PlanAsync("early", PolicyText);
        var time = new SpendableTime();
        RunRecord cut = runs.Execute(plan, "early", new Steps(step, time.Spend), CancellationToken.None, time);
        Assert.Equal(4, cut.Verdict.ExitCode);
        Assert.Empty(cut.Candidates);
        Assert.All(cut.Findings, finding => Assert.Equal("not reached", finding.Outcome));
        Assert.Equal(4, cut.Findings.Count);
    }

    public void Dispose() => runs.Dispose();
}
