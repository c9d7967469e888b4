using ModelGate.Gate.Records;
using ModelGate.Gate.Runs;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>A run stopped anywhere goes on and ends with the record of a run that nobody stopped.</summary>
public sealed class ResumeTests : IDisposable
{
    private const string PolicyText = """
        version: 1
        model: demo
        calibration: {samples: 6, length: 64}
        candidates:
          fp8: {scheme: w8a8-fp8}
          int4: {scheme: w4a16-int4}
        accuracy:
          tasks: [{task: demo-letters, sample: 280}, {task: demo-arithmetic, sample: 10}, {task: demo-text, sample: 6}]
        performance: {scenarios: [instruction-following], requests: 1, warm-up: 0}
        gates:
          - {metric: recovery, at-least: 90%, margin: 20%}
          - {metric: perplexity-ratio, at-most: 1.5}
        """;

    private readonly DemoRuns runs = new();

    [Fact]
    public async Task Run_stopped_at_every_kind_of_step_ends_as_if_never_stopped()
    {
        RunPlan whole = await runs.PlanAsync("whole", PolicyText);
        var steps = new Steps();
        RunRecord expected = runs.Execute(whole, "whole", steps, CancellationToken.None);

        RunPlan plan = await runs.PlanAsync("stopped", PolicyText);
        string[] stops =
        [
            "advance quantize int4", "begin baseline: demo-letters", "advance baseline: demo-letters", "begin fp8: demo-arithmetic",
            "advance fp8: divergence on demo-text", "begin fp8: time instruction-following", "begin int4: demo-text",
        ];
        Assert.All(stops, stop => Assert.Contains(stop, steps.Seen));
        foreach (string stop in stops)
        {
            using var cancel = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => runs.Execute(plan, "stopped", new Steps(stop, cancel.Cancel), cancel.Token));
            Assert.True(cancel.IsCancellationRequested, stop);
        }

        var last = new Steps();
        RunRecord resumed = runs.Execute(plan, "stopped", last, CancellationToken.None);
        Assert.Equal(DemoRuns.Timeless(expected), DemoRuns.Timeless(resumed));
        Assert.Contains(last.Results, result => result == "quantize int4: made by an earlier run");
        Assert.Contains(last.Results, result => IsReused(result, "fp8: demo-letters"));
        Assert.Contains("fp8: time instruction-following: from an interrupted run", last.Results);
        AssertSameFiles(Path.Combine(runs.Work("whole").Path, "checkpoints"), Path.Combine(runs.Work("stopped").Path, "checkpoints"));
    }

    [Fact]
    public async Task Run_stopped_between_two_rounds_ends_at_the_same_document()
    {
        const string rounds = """
            version: 1
            model: demo
            candidates: {fp8: {scheme: w8a8-fp8}}
            accuracy: {early-stopping: true, tasks: [demo-stories]}
            gates: [{metric: recovery, at-least: 97%, margin: 1.5%}]
            """;
        RunRecord expected = runs.Execute(
            await runs.PlanAsync("whole-rounds", rounds), "whole-rounds", new Steps(), CancellationToken.None);
        Assert.InRange(expected.Candidates[0].Tasks[0].Documents, 65, 300);

        RunPlan plan = await runs.PlanAsync("cut-rounds", rounds);
        using var cancel = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => runs.Execute(plan, "cut-rounds", new Steps("advance fp8: demo-stories", cancel.Cancel), cancel.Token));
        Assert.Equal(DemoRuns.Timeless(expected), DemoRuns.Timeless(runs.Execute(plan, "cut-rounds", new Steps(), CancellationToken.None)));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(runs.Work("cut-rounds").Path, "scores")).Length);
    }

    [Fact]
    public async Task Journal_line_cut_short_is_asked_again()
    {
        const string small = """
            version: 1
            model: demo
            candidates: {fp8: {scheme: w8a8-fp8}}
            accuracy: {tasks: [{task: demo-letters, sample: 12}]}
            gates: [{metric: recovery, at-least: 50%, margin: 50%}]
            """;
        RunPlan plan = await runs.PlanAsync("cut", small);
        RunRecord expected = runs.Execute(plan, "cut", new Steps(), CancellationToken.None);
        string[] journals = Directory.GetFiles(Path.Combine(runs.Work("cut").Path, "scores"));
        Assert.Equal(2, journals.Length);
        foreach (string journal in journals)
        {
            using FileStream stream = File.OpenWrite(journal);
            stream.SetLength(stream.Length - 20);
        }

        var again = new Steps();
        Assert.Equal(DemoRuns.Timeless(expected), DemoRuns.Timeless(runs.Execute(plan, "cut", again, CancellationToken.None)));
        Assert.DoesNotContain(again.Results, result => IsReused(result, "baseline: demo-letters") || IsReused(result, "fp8: demo-letters"));

        var third = new Steps();
        runs.Execute(plan, "cut", third, CancellationToken.None);
        Assert.Equal(2, third.Results.Count(result => result.EndsWith("from an earlier run", StringComparison.Ordinal)));
    }

    public void Dispose() => runs.Dispose();

    private static bool IsReused(string result, string work) =>
        result.StartsWith(work + ": ", StringComparison.Ordinal) && result.EndsWith("from an earlier run", StringComparison.Ordinal);

    private static void AssertSameFiles(string left, string right)
    {
        string[] names = Names(left);
        Assert.NotEmpty(names);
        Assert.Equal(names, Names(right));
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(left, name)), File.ReadAllBytes(Path.Combine(right, name))));
    }

    private static string[] Names(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Order(StringComparer.Ordinal),
    ];
}
