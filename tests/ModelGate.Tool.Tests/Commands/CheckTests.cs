using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>One work folder for the class, so that only the first run of a policy asks the models.</summary>
public sealed partial class CheckTests(ToolRun tool) : IClassFixture<ToolRun>
{
    private const string Measured = """
        version: 1
        model: demo
        candidates:
          fp8: {scheme: w8a8-fp8}
        accuracy:
          tasks: [{task: demo-facts, sample: 40}, {task: demo-arithmetic, sample: 20}, {task: demo-text, sample: 8}]
        gates:

        """;

    private const string Holds =
        "  - {metric: recovery, at-least: 80%, margin: 30%}\n  - {metric: kl, at-most: 0.5}\n  - {metric: size-ratio, at-most: 0.6}\n";

    private const string Breaks = "  - {metric: size-ratio, at-most: 0.1}\n";

    private const string Undecidable = "  - {metric: recovery, at-least: 100%}\n";

    [Fact]
    public async Task Policy_that_holds_exits_0_and_writes_the_reports()
    {
        ToolResult result = await RunAsync("holds", Measured + Holds);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("PASSED: fp8 passed (3 of 3 findings passed)", result.Output, StringComparison.Ordinal);
        string[] files = [.. Directory.EnumerateFiles(tool.Combine("holds")).Select(path => Path.GetFileName(path))];
        Assert.Equal(["report.html", "report.junit.xml", "report.md", "report.sarif", "run.json"], files.Order(StringComparer.Ordinal));
        Assert.Contains("PASSED", File.ReadAllText(tool.Combine("holds", "report.md")), StringComparison.Ordinal);
        Assert.Equal("passed", RunJson.Read(tool.Combine("holds"))["verdict"]!["outcome"]!.GetValue<string>());
    }

    [Fact]
    public async Task Policy_that_breaks_exits_1_with_the_failed_gate_first()
    {
        ToolResult result = await RunAsync("breaks", Measured + Holds + Breaks);
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("FAILED: fp8 failed", result.Output, StringComparison.Ordinal);
        Assert.StartsWith("✘ failed", result.Output.TrimStart(), StringComparison.Ordinal);
        Assert.Contains("fp8 · size-ratio: 0.5831, exact, must be at most 0.1", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report", 4, "INCONCLUSIVE")]
    [InlineData("fail", 1, "FAILED")]
    [InlineData("pass", 0, "PASSED")]
    public async Task Policy_that_cannot_decide_ends_as_it_says(string onInconclusive, int exitCode, string word)
    {
        ToolResult result = await RunAsync($"undecided-{onInconclusive}", $"on-inconclusive: {onInconclusive}\n{Measured}{Undecidable}");
        Assert.True(result.ExitCode == exitCode, result.ToString());
        Assert.Contains(word, result.Output, StringComparison.Ordinal);
        JsonNode verdict = RunJson.Read(tool.Combine($"undecided-{onInconclusive}"))["verdict"]!;
        Assert.Equal("inconclusive", verdict["outcome"]!.GetValue<string>());
    }

    [Fact]
    public async Task Failure_outweighs_what_is_undecided()
    {
        ToolResult result = await RunAsync("both", $"on-inconclusive: pass\n{Measured}{Undecidable}{Breaks}");
        Assert.True(result.ExitCode == 1, result.ToString());
    }

    [Fact]
    public async Task Prefix_cannot_pass()
    {
        string policy = Measured.Replace("sample: 40", "limit: 40", StringComparison.Ordinal)
            + "  - {metric: recovery, at-least: 50%, margin: 30%}\n";
        ToolResult result = await RunAsync("prefix", policy);
        Assert.True(result.ExitCode == 4, result.ToString());
        Assert.Contains("a prefix cannot pass a gate", Unwrapped(result.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_run_reuses_scores_and_checkpoints()
    {
        tool.Write("twice.yml", Measured + Holds);
        await tool.SucceedAsync("check", "twice.yml", "-o", "first");
        ToolResult again = await tool.RunAsync("check", "twice.yml", "-o", "second");
        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.Contains("quantize fp8: made by an earlier run", again.Error, StringComparison.Ordinal);
        string[] reused =
            ["baseline: demo-facts", "baseline: demo-text", "fp8: demo-facts", "fp8: demo-arithmetic", "fp8: divergence on demo-text"];
        Assert.All(reused, work => Assert.Contains(
            again.ErrorLines,
            line => line.StartsWith(work + ": ", StringComparison.Ordinal)
                && line.Contains("from an earlier run", StringComparison.Ordinal)));

        Assert.Equal(RunJson.Timeless(tool.Combine("first")), RunJson.Timeless(tool.Combine("second")));
    }

    [Fact]
    public async Task Existing_checkpoint_is_judged_as_it_is()
    {
        await tool.SucceedAsync("quantize", "demo", "--scheme", "w8a8-fp8", "-o", "made");
        string policy = Measured.Replace("{scheme: w8a8-fp8}", "{model: ./made}", StringComparison.Ordinal);
        ToolResult result = await RunAsync("existing", policy + Holds);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain("quantize fp8", result.Error, StringComparison.Ordinal);

        ToolResult refused = await RunAsync("refused", "target: {tensor-parallel-size: 3}\n" + policy + Holds);
        Assert.True(refused.ExitCode == 2, refused.ToString());
        Assert.All(refused.ErrorLines, line => Assert.StartsWith("refused.yml(5,3): error QG05", line, StringComparison.Ordinal));
        Assert.False(Directory.Exists(tool.Combine("refused")));
    }

    [Fact]
    public async Task Times_are_recorded_and_never_gate_an_emulated_format()
    {
        ToolResult result = await RunAsync("times", """
            version: 1
            model: demo
            candidates:
              fp8: {scheme: w8a8-fp8}
            performance: {scenarios: [instruction-following], requests: 1, warm-up: 0, price: {usd-per-hour: 0.1}}
            gates:
              - {metric: e2e-p50, at-most: 1000 s}
            """);
        Assert.True(result.ExitCode == 4, result.ToString());
        Assert.Contains("not measured here", result.Output, StringComparison.Ordinal);
        Assert.Contains("(emulated)", result.Output, StringComparison.Ordinal);
        string times = tool.Combine(".quantgate", "times");
        if (Directory.Exists(times)) Assert.Empty(Directory.EnumerateFiles(times, "*", SearchOption.AllDirectories));
    }

    private async Task<ToolResult> RunAsync(string name, string policy)
    {
        tool.Write($"{name}.yml", policy);
        return await tool.RunAsync("check", $"{name}.yml", "-o", name);
    }

    /// <summary>Paragraphs that the console wrapped, in one line.</summary>
    private static string Unwrapped(string text) => Whitespace().Replace(text, " ");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
