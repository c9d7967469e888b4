using ModelGate.Measurement.Performance;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Tokenizers;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Performance;

public class LatencyRunnerTests
{
    private static readonly Tokenizer Demo = Tokenizer.Load(Repository.DemoModel);
    private static readonly Scenario Small = new("small", 8, 4, ScenarioKind.Latency);

    [Fact]
    public void Run_times_first_token_gaps_and_whole_request()
    {
        ManualClock clock = new();
        TimedEngine engine = new(clock, Demo, _ => 0.5, (_, gap) => 0.1 * (gap + 1));
        ScenarioRun run = Assert.Single(Run(clock, new(Requests: 3, WarmUpRequests: 1), engine));
        Assert.Equal(3, run.Requests.Count);
        Assert.All(run.Requests, request =>
        {
            Assert.Equal(0.5, request.Ttft, 1e-9);
            Assert.Equal(0.2, request.Itl!.Value, 1e-9);
            Assert.Equal([0.1, 0.2, 0.3], request.Gaps.Select(gap => Math.Round(gap, 9)));
            Assert.Equal(1.1, request.E2e, 1e-9);
            Assert.Equal((8, 4), (request.PromptTokens, request.OutputTokens));
        });
    }

    [Fact]
    public void Run_leaves_the_warm_up_out()
    {
        ManualClock clock = new();
        TimedEngine engine = new(clock, Demo, number => number < 2 ? 9 : 1, (_, _) => 0.1);
        ScenarioRun run = Run(clock, new(Requests: 4, WarmUpRequests: 2), engine)[0];
        Assert.Equal(6, engine.Prompts.Count);
        Assert.All(run.Requests, request => Assert.Equal(1, request.Ttft, 1e-9));
    }

    [Fact]
    public void Run_takes_turns_with_the_same_prompts()
    {
        ManualClock clock = new();
        List<string> order = [];
        TimedEngine a = new(clock, Demo, _ => 1, (_, _) => 0.1) { Asked = _ => order.Add("A") };
        TimedEngine b = new(clock, Demo, _ => 1, (_, _) => 0.1) { Asked = _ => order.Add("B") };
        Run(clock, new(Requests: 4, WarmUpRequests: 0), a, b);
        Assert.Equal("ABBAABBA", string.Concat(order));
        Assert.Equal(a.Prompts, b.Prompts);
        Assert.Equal(4, a.Prompts.Select(prompt => prompt[1]).Distinct().Count());
    }

    [Fact]
    public void Run_on_a_machine_that_slows_down_hits_both_sides_alike()
    {
        ManualClock clock = new();
        double Slow(int _) => 0.1 + clock.GetTimestamp() * 1e-9;
        TimedEngine a = new(clock, Demo, Slow, (_, _) => 0), b = new(clock, Demo, Slow, (_, _) => 0);
        IReadOnlyList<ScenarioRun> runs = Run(clock, new(Requests: 40), a, b);
        double ratio = ScenarioEstimates.MeanLatency(runs[1]).Value / ScenarioEstimates.MeanLatency(runs[0]).Value;
        Assert.Equal(1, ratio, 1e-4);
        Assert.True(runs[0].Requests[^1].Ttft > 1.05 * runs[0].Requests[0].Ttft);
    }

    [Fact]
    public void Run_of_an_engine_that_answers_shorter_is_an_error()
    {
        ManualClock clock = new();
        TimedEngine engine = new(clock, Demo, _ => 1, (_, _) => 0.1) { MissingTokens = 1 };
        DiagnosticException error = Assert.Throws<DiagnosticException>(() => Run(clock, new(), engine));
        Assert.Equal("QG0803", error.Diagnostics[0].Code);
    }

    [Fact]
    public void Run_stops_when_cancelled()
    {
        ManualClock clock = new();
        using CancellationTokenSource source = new();
        TimedEngine engine = new(clock, Demo, _ => 1, (_, _) => 0.1) { Asked = _ => source.Cancel() };
        Assert.Throws<OperationCanceledException>(
            () => new LatencyRunner(clock).Run([new("a", engine)], Small, new(Requests: 5), finished: null, source.Token));
        Assert.Single(engine.Prompts);
    }

    private static IReadOnlyList<ScenarioRun> Run(ManualClock clock, LatencyOptions options, params TimedEngine[] engines) =>
        new LatencyRunner(clock).Run(
            [.. engines.Select((engine, i) => new LatencySubject($"side {i}", engine))], Small, options, finished: null,
            TestContext.Current.CancellationToken);
}
