using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>The commands one after another, as somebody without a policy uses them.</summary>
public sealed class CommandTests(EvaluatedDemo demo) : IClassFixture<EvaluatedDemo>
{
    private const string Policy = """
        version: 1
        model: demo
        candidates:
          fp8: {scheme: w8a8-fp8}
          int8: {scheme: w8a8-int8}
        accuracy: {tasks: [demo-letters, demo-arithmetic, demo-text]}
        gates:
          - {metric: recovery, at-least: LIMIT, margin: 40%}
          - {metric: perplexity-ratio, at-most: 1.5, for: fp8}
          - {metric: size-ratio, at-most: 0.6}

        """;

    private ToolRun Tool => demo.Tool;

    [Fact]
    public void Quantize_tells_every_module_and_the_size()
    {
        Assert.Contains("model.layers.0.self_attn.q_proj", demo.Quantized.Output, StringComparison.Ordinal);
        Assert.Matches(@"3\.\d\d MB of 6\.\d\d MB", demo.Quantized.Output);
        Assert.Contains("written and read back", demo.Quantized.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9.0", "FP8 W8A8")]
    [InlineData("8.0", "weight-only")]
    public async Task Inspect_names_the_kernel_path(string capability, string path)
    {
        ToolResult result = await Tool.SucceedAsync("inspect", "fp8", "--compute-capability", capability, "--vllm", "0.11");
        string served = Assert.Single(result.Output.Split('\n'), line => line.Contains("28 modules", StringComparison.Ordinal));
        Assert.Contains(path, served, StringComparison.Ordinal);
        Assert.Equal(path != "weight-only", served.Contains("W8A8", StringComparison.Ordinal));
        Assert.EndsWith("Accepted.", result.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_of_what_would_not_load_exits_1()
    {
        ToolResult result = await Tool.RunAsync("inspect", "fp8", "--tensor-parallel-size", "3");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.EndsWith("Not accepted.", result.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Eval_writes_the_harness_layout()
    {
        JsonNode results = JsonNode.Parse(File.ReadAllText(Tool.Combine("after", "results.json")))!;
        Assert.Equal(["demo-arithmetic", "demo-letters", "demo-text"], results["results"]!.AsObject().Select(task => task.Key).Order());
        foreach (string task in EvaluatedDemo.Tasks.Split(','))
        {
            string[] samples = File.ReadAllLines(Tool.Combine("after", $"samples_{task}.jsonl"));
            Assert.Equal(24, samples.Length);
            using JsonDocument first = JsonDocument.Parse(samples[0]);
            Assert.All(
                [
                    "doc_id", "doc", "target", "arguments", "resps", "filtered_resps", "filter", "metrics",
                    "doc_hash", "prompt_hash", "target_hash",
                ],
                key => Assert.True(first.RootElement.TryGetProperty(key, out _), key));
        }
    }

    [Fact]
    public void Eval_against_a_baseline_prints_and_writes_the_divergence()
    {
        Assert.Matches(@"(?m)^texts +kl +0\.000\d+ nats  \[.*nats\] over 24 texts", demo.After.Output);
        Assert.Matches(@"(?m)^texts +top1-agreement +9\d\.\d\d %", demo.After.Output);
        JsonNode divergence = JsonNode.Parse(File.ReadAllText(Tool.Combine("after", "divergence.json")))!;
        Assert.InRange(divergence["texts"]!["kl"]!["value"]!.GetValue<double>(), 1e-7, 0.1);
    }

    [Fact]
    public async Task Eval_prompts_only_runs_no_model()
    {
        ToolResult result = await Tool.SucceedAsync(
            "eval", "demo", "--tasks", "demo-letters", "--limit", "3", "--prompts-only", "-o", "prompts");
        Assert.Empty(result.Error);
        Assert.Equal(3, File.ReadAllLines(Tool.Combine("prompts", "samples_demo-letters.jsonl")).Length);
        Assert.False(File.Exists(Tool.Combine("prompts", "results.json")));
    }

    [Fact]
    public void Eval_of_the_first_documents_is_marked() => Assert.Contains(", prefix", demo.Prefix.Output, StringComparison.Ordinal);

    [Fact]
    public async Task Compare_prints_the_recovery_of_each_task()
    {
        string table = (await Tool.SucceedAsync("compare", "before", "after")).Output;
        Assert.Matches(@"(?m)^  demo-letters +24 +\d+\.\d\d % +\d+\.\d\d % +\d+\.\d\d % +\[", table);
        Assert.Matches(@"(?m)^  demo-arithmetic +24 ", table);
        Assert.Matches(@"(?m)^demo-text +24 byte_perplexity ratio ", table);
    }

    [Theory]
    [InlineData("60%", 0, "PASSED")]
    [InlineData("300%", 1, "FAILED")]
    public async Task Compare_with_a_policy_decides(string limit, int exitCode, string word)
    {
        Tool.Write("compare.yml", Policy.Replace("LIMIT", limit, StringComparison.Ordinal));
        ToolResult result = await Tool.RunAsync("compare", "before", "after", "--gate", "compare.yml", "--as", "fp8");
        Assert.True(result.ExitCode == exitCode, result.ToString());
        Assert.EndsWith(word, result.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("left out: size-ratio at-most 0.6", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_with_several_candidates_wants_a_name()
    {
        Tool.Write("names.yml", Policy.Replace("LIMIT", "60%", StringComparison.Ordinal));
        ToolResult none = await Tool.RunAsync("compare", "before", "after", "--gate", "names.yml");
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("fp8, int8", none.Error, StringComparison.Ordinal);
        ToolResult other = await Tool.RunAsync("compare", "before", "after", "--gate", "names.yml", "--as", "int4");
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("no candidate 'int4'", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_of_a_prefix_cannot_pass()
    {
        Tool.Write("prefix.yml", Recovery("60%"));
        ToolResult result = await Tool.RunAsync("compare", "prefix-before", "prefix-after", "--gate", "prefix.yml");
        Assert.True(result.ExitCode == 4, result.ToString());
        Assert.Contains("a prefix cannot pass a gate", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 4, "INCONCLUSIVE")]
    [InlineData("unpaired: allow\n", 0, "PASSED")]
    public async Task Compare_without_samples_is_unpaired(string key, int exitCode, string word)
    {
        Directory.CreateDirectory(Tool.Combine("bare"));
        File.Copy(Tool.Combine("after", "results.json"), Tool.Combine("bare", "results.json"), overwrite: true);
        Tool.Write("unpaired.yml", key + Recovery("30%"));
        ToolResult result = await Tool.RunAsync("compare", "before", "bare", "--gate", "unpaired.yml");
        Assert.True(result.ExitCode == exitCode, result.ToString());
        Assert.Contains("without sample files on both sides the interval is unpaired", result.Output, StringComparison.Ordinal);
        Assert.EndsWith(word, result.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_prints_times_and_writes_the_raw_samples()
    {
        ToolResult result = await Tool.SucceedAsync(
            "bench", "demo", "--scenarios", "rag", "--scale-to-context", "--requests", "1", "--warm-up", "0",
            "--usd-per-hour", "0.1", "-o", "bench");
        Assert.Contains("scaled from 1024 + 128 to the model's context", result.Output, StringComparison.Ordinal);
        Assert.All(
            ["ttft-p50", "itl-p95", "e2e-p99", "tokens-per-second", "queries-per-usd"],
            metric => Assert.Contains(metric, result.Output, StringComparison.Ordinal));
        JsonNode raw = JsonNode.Parse(File.ReadAllText(Tool.Combine("bench", "bench.json")))!;
        Assert.Single(raw[0]!["requests"]!.AsArray());
    }

    private static string Recovery(string limit) => $"""
        version: 1
        model: demo
        candidates:
          fp8:
            scheme: w8a8-fp8
        accuracy:
          tasks: [demo-facts, demo-letters]
        gates:
          - metric: recovery
            at-least: {limit}
            margin: 29%

        """;
}
