using System.Text.Json.Nodes;
using ModelGate.Gate.Policies;
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

    private readonly ToolRun tool = new();

    [Fact]
    public async Task Run_stopped_at_every_kind_of_step_ends_as_if_never_stopped()
    {
        RunPlan whole = await PlanAsync("whole");
        var steps = new Steps();
        RunRecord expected = Execute(whole, "whole", steps, CancellationToken.None);

        RunPlan plan = await PlanAsync("stopped");
        string[] stops =
        [
            "advance quantize int4", "begin baseline: demo-letters", "advance baseline: demo-letters", "begin fp8: demo-arithmetic",
            "advance fp8: divergence on demo-text", "begin fp8: time instruction-following", "begin int4: demo-text",
        ];
        Assert.All(stops, stop => Assert.Contains(stop, steps.Seen));
        foreach (string stop in stops)
        {
            using var cancel = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => Execute(plan, "stopped", new Steps(stop, cancel), cancel.Token));
            Assert.True(cancel.IsCancellationRequested, stop);
        }

        var last = new Steps();
        RunRecord resumed = Execute(plan, "stopped", last, CancellationToken.None);
        Assert.Equal(Timeless(expected), Timeless(resumed));
        Assert.Contains(last.Results, result => result == "quantize int4: made by an earlier run");
        Assert.Contains(last.Results, result => IsReused(result, "fp8: demo-letters"));
        Assert.Contains("fp8: time instruction-following: from an interrupted run", last.Results);
        AssertSameFiles(Path.Combine(Work("whole").Path, "checkpoints"), Path.Combine(Work("stopped").Path, "checkpoints"));
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
        RunRecord expected = Execute(await PlanAsync("whole-rounds", rounds), "whole-rounds", new Steps(), CancellationToken.None);
        Assert.InRange(expected.Candidates[0].Tasks[0].Documents, 65, 300);

        RunPlan plan = await PlanAsync("cut-rounds", rounds);
        using var cancel = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(
            () => Execute(plan, "cut-rounds", new Steps("advance fp8: demo-stories", cancel), cancel.Token));
        Assert.Equal(Timeless(expected), Timeless(Execute(plan, "cut-rounds", new Steps(), CancellationToken.None)));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(Work("cut-rounds").Path, "scores")).Length);
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
        RunPlan plan = await PlanAsync("cut", small);
        RunRecord expected = Execute(plan, "cut", new Steps(), CancellationToken.None);
        string[] journals = Directory.GetFiles(Path.Combine(Work("cut").Path, "scores"));
        Assert.Equal(2, journals.Length);
        foreach (string journal in journals)
        {
            using FileStream stream = File.OpenWrite(journal);
            stream.SetLength(stream.Length - 20);
        }

        var again = new Steps();
        Assert.Equal(Timeless(expected), Timeless(Execute(plan, "cut", again, CancellationToken.None)));
        Assert.DoesNotContain(again.Results, result => IsReused(result, "baseline: demo-letters") || IsReused(result, "fp8: demo-letters"));

        var third = new Steps();
        Execute(plan, "cut", third, CancellationToken.None);
        Assert.Equal(2, third.Results.Count(result => result.EndsWith("from an earlier run", StringComparison.Ordinal)));
    }

    public void Dispose() => tool.Dispose();

    private WorkFolder Work(string name) => new(tool.Combine(name));

    private Workspace Workspace() => new(tool.Context(TextWriter.Null, TextWriter.Null));

    private async Task<RunPlan> PlanAsync(string name, string policy = PolicyText)
    {
        Workspace workspace = Workspace();
        Policy parsed = PolicyReader.Parse(policy, "quantgate.yml", BuiltIn.Catalog);
        var planner = new RunPlanner(
            BuiltIn.Catalog, workspace.Locator, workspace.Tasks, workspace.Documents, workspace.Services, Work(name), isCi: false);
        return await planner.PlanAsync(parsed, TestContext.Current.CancellationToken);
    }

    private RunRecord Execute(RunPlan plan, string name, IRunProgress progress, CancellationToken cancel)
    {
        Workspace workspace = Workspace();
        var run = new GateRun(
            plan, Work(name), checkpoint => workspace.OpenEngine(checkpoint, plan.Policy.Precision), progress, TimeProvider.System, "0");
        return run.Execute(cancel);
    }

    private static bool IsReused(string result, string work) =>
        result.StartsWith(work + ": ", StringComparison.Ordinal) && result.EndsWith("from an earlier run", StringComparison.Ordinal);

    private static string Timeless(RunRecord record) => RunJson.Timeless(JsonNode.Parse(RunRecordJson.Write(record))!);

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

    /// <summary>Remembers the steps, and cancels at one.</summary>
    private sealed class Steps(string? stopAt = null, CancellationTokenSource? stop = null) : IRunProgress
    {
        private string work = "";

        public HashSet<string> Seen { get; } = [];

        public List<string> Results { get; } = [];

        public void Begin(string work)
        {
            this.work = work;
            Pass($"begin {work}");
        }

        public void Advance(double fraction, string detail) => Pass($"advance {work}");

        public void End(string result) => Results.Add($"{work}: {result}");

        private void Pass(string step)
        {
            Seen.Add(step);
            if (step == stopAt) stop!.Cancel();
        }
    }
}
