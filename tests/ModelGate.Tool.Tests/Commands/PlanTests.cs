using ModelGate.Testing;

namespace ModelGate.Tool.Tests.Commands;

public sealed class PlanTests : IDisposable
{
    private readonly ToolRun tool = new();

    [Fact]
    public async Task Plan_tells_what_would_run_and_starts_nothing()
    {
        tool.Write("quantgate.yml", """
            version: 1
            model: demo
            calibration: {samples: 4, length: 64}
            candidates:
              fp8:  {scheme: w8a8-fp8}
              int4: {scheme: w4a16-int4, ignore: [down_proj]}
            accuracy:
              tasks: [{task: demo-letters, sample: 40}, {task: demo-text, limit: 5}]
            performance: {scenarios: [rag], scale-to-context: true, requests: 3}
            gates:
              - {metric: recovery, at-least: 99%, for: fp8}
              - {metric: recovery, at-least: 50%, margin: 45%, decide-by: estimate}
              - {metric: perplexity-ratio, at-most: 1.01}
            """);
        string text = (await tool.SucceedAsync("plan")).Output;
        Assert.Matches(@"(?m)^  fp8 +w8a8-fp8 by rtn, 28 modules, 3\.82 MB \(ratio 0\.583\)", text);
        Assert.Matches(@"(?m)^  int4 +w4a16-int4 by gptq, 24 modules, ", text);
        Assert.Matches(@"(?m)^    demo-letters +40 of 300 documents, 160 requests", text);
        Assert.Matches(@"(?m)^    demo-text +5 of 200 documents, 5 requests", text);
        Assert.Contains("Scenario rag: 910 + 113 tokens, scaled from 1024 + 128", text, StringComparison.Ordinal);
        Assert.Contains("expected half-width", text, StringComparison.Ordinal);
        Assert.Contains("warning: an unchanged candidate would pass only with a margin of", text, StringComparison.Ordinal);
        Assert.Contains("decides by the estimate alone", text, StringComparison.Ordinal);
        Assert.Contains("chance 25 %: unknown until run", text, StringComparison.Ordinal);
        Assert.Equal(["quantgate.yml"], tool.Entries);
    }

    [Theory]
    [InlineData("quantgate.yml")]
    [InlineData("demo/fails-on-purpose.yml")]
    public async Task Policies_of_the_repository_have_no_mistakes(string policy)
    {
        ToolResult result = await tool.SucceedAsync("plan", Path.Combine(Repository.Root, policy));
        Assert.Empty(result.Error);
        Assert.Empty(tool.Entries);
    }

    [Fact]
    public async Task Plan_of_a_wrong_policy_exits_2()
    {
        tool.Write("quantgate.yml", "version: 1\nmodel: demo\ncandidates: {a: {scheme: w8a8-fp8}}\n");
        ToolResult result = await tool.RunAsync("plan");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("quantgate.yml(1,1): error QG0105: ", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    public void Dispose() => tool.Dispose();
}
