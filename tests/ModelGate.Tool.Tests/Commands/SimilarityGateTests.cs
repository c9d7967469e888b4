using System.Text.Json.Nodes;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>Gates on the likeness of answers from policy to record, and the smoke suite, on the demo model.</summary>
public sealed class SimilarityGateTests(ToolRun tool) : IClassFixture<ToolRun>
{
    private const string Policy = """
        version: 1
        model: demo
        candidates:
          fp8: {scheme: w8a8-fp8}
          int4: {scheme: w4a16-int4, algorithm: rtn}
        accuracy:
          tasks: [{task: demo-chat, sample: 40}]
        gates:
          - {metric: rouge-l, at-least: 97%, decide-by: estimate}
          - {metric: prefix-agreement, at-least: 60%, decide-by: estimate}
        """;

    [Fact]
    public async Task Check_passes_the_candidate_that_answers_alike_and_fails_the_other()
    {
        tool.Write("likeness.yml", Policy);
        ToolResult result = await tool.RunAsync("check", "likeness.yml", "-o", "likeness");
        Assert.True(result.ExitCode == 1, result.ToString());
        JsonArray findings = RunJson.Read(tool.Combine("likeness"))["findings"]!.AsArray();
        foreach (string metric in (string[])["rouge-l", "prefix-agreement"])
        {
            double fp8 = Value(findings, "fp8", metric), int4 = Value(findings, "int4", metric);
            Assert.True(fp8 > int4, $"{metric}: fp8 {fp8}, int4 {int4}");
            Assert.InRange(fp8, 0.9, 1);
        }
    }

    [Fact]
    public async Task Eval_model_against_itself_on_smoke_is_exactly_alike()
    {
        await tool.SucceedAsync("eval", "demo", "--tasks", "smoke", "--against", "demo", "-o", "same");
        JsonNode divergence = JsonNode.Parse(File.ReadAllText(tool.Combine("same", "divergence.json")))!;
        foreach (string metric in (string[])["rouge-1", "rouge-l", "prefix-agreement"])
        {
            JsonNode found = divergence["smoke-prompts"]![metric]!;
            Assert.Equal(1.0, found["value"]!.GetValue<double>());
            Assert.Equal(40, found["count"]!.GetValue<int>());
            Assert.InRange(found["low"]!.GetValue<double>(), 0.8, 0.999);
        }

        Assert.Equal(0.0, divergence["texts"]!["kl"]!["value"]!.GetValue<double>());
        Assert.Equal(1.0, divergence["texts"]!["top1-agreement"]!["value"]!.GetValue<double>());
    }

    private static double Value(JsonArray findings, string candidate, string metric) => findings
        .Single(finding => finding!["candidate"]!.GetValue<string>() == candidate && finding["metric"]!.GetValue<string>() == metric)!
            ["measured"]!["value"]!.GetValue<double>();
}
