using System.Text.Json.Nodes;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>One work folder for the class, so that the models are asked a document once.</summary>
public sealed class EarlyStoppingTests(ToolRun tool) : IClassFixture<ToolRun>
{
    private const string Gated = """
        version: 1
        model: demo
        candidates:
          fp8: {scheme: w8a8-fp8}
        accuracy: {early-stopping: true, tasks: [demo-facts]}
        gates:
          - {metric: recovery, at-least: 95%, margin: 5%}

        """;

    /// <summary>So coarse that the model answers next to nothing.</summary>
    private static readonly string Broken = Gated.Replace("{scheme: w8a8-fp8}", "{scheme: w4a16-int4, algorithm: rtn, group: none}", StringComparison.Ordinal);

    [Fact]
    public async Task Pass_is_told_before_the_last_document()
    {
        (ToolResult result, JsonNode run) = await CheckAsync("passes", Gated);
        Assert.True(result.ExitCode == 0, result.ToString());
        AssertStopped(run, "fp8", "demo-facts", 400);
    }

    private static void AssertStopped(JsonNode run, string candidate, string task, int planned)
    {
        JsonNode compared = run["candidates"]![0]!["tasks"]![0]!;
        int asked = compared["documents"]!.GetValue<int>();
        string stop = $"stopped early after {asked} of {planned} documents.";
        Assert.InRange(asked, 64, planned - 1);
        Assert.Equal(planned, run["baseline"]!["tasks"]![0]!["documents"]!.GetValue<int>());
        Assert.Equal(asked, run["candidates"]![0]!["model"]!["tasks"]![0]!["documents"]!.GetValue<int>());
        JsonNode measured = run["findings"]![0]!["measured"]!;
        Assert.Equal(asked, measured["samples"]!.GetValue<int>());
        Assert.Equal("betting confidence sequence, holds at every look", measured["method"]!.GetValue<string>());
        Assert.Contains($"{task}: {stop}", measured["notes"]!.AsArray().Select(note => note!.GetValue<string>()));
        Assert.Contains($"{candidate}, {task}: {stop}", run["notes"]!.AsArray().Select(note => note!.GetValue<string>()));
    }

    private async Task<(ToolResult Result, JsonNode Run)> CheckAsync(string name, string policy)
    {
        tool.Write($"{name}.yml", policy);
        ToolResult result = await tool.RunAsync("check", $"{name}.yml", "-o", name);
        return (result, RunJson.Read(tool.Combine(name)));
    }
}
