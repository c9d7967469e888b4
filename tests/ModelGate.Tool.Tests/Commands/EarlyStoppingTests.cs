using System.Buffers.Binary;
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

    private static readonly string s_broken = Gated
        .Replace("{scheme: w8a8-fp8}", "{model: ./broken}", StringComparison.Ordinal)
        .Replace("demo-facts", "demo-stories", StringComparison.Ordinal);

    [Fact]
    public async Task Pass_is_told_before_the_last_document_and_again_from_what_a_run_left()
    {
        (ToolResult result, JsonNode run) = await CheckAsync("passes", Gated);
        Assert.True(result.ExitCode == 0, result.ToString());
        AssertStopped(run, "fp8", "demo-facts", 400);

        (ToolResult again, JsonNode second) = await CheckAsync("passes", Gated);
        Assert.Contains("from an earlier run", Assert.Single(
            again.ErrorLines, line => line.StartsWith("fp8: demo-facts: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(RunJson.Timeless(run), RunJson.Timeless(second));
    }

    [Fact]
    public async Task Failure_is_told_before_the_last_document()
    {
        BreakDemo(tool.Combine("broken"));
        (ToolResult result, JsonNode run) = await CheckAsync("fails", s_broken);
        Assert.True(result.ExitCode == 1, result.ToString());
        AssertStopped(run, "fp8", "demo-stories", 300);
        string report = (await tool.SucceedAsync("report", "fails", "--format", "markdown")).Output;
        Assert.Contains("stopped early after", report, StringComparison.Ordinal);
    }

    /// <summary>The documents that a stopped run asked are a part of the whole task's, under the same name in the work folder.</summary>
    [Fact]
    public async Task Without_the_key_every_document_is_asked_whatever_a_stopped_run_left()
    {
        string whole = Gated.Replace("early-stopping: true, ", "", StringComparison.Ordinal);
        using ToolRun fresh = new();
        fresh.Write("whole.yml", whole);
        await fresh.SucceedAsync("check", "whole.yml", "-o", "whole");

        await CheckAsync("before", Gated);
        (ToolResult result, JsonNode run) = await CheckAsync("whole", whole);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(400, run["candidates"]![0]!["tasks"]![0]!["documents"]!.GetValue<int>());
        Assert.DoesNotContain("early", run.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(RunJson.Timeless(fresh.Combine("whole")), RunJson.Timeless(run));
    }

    [Fact]
    public async Task Plan_says_where_it_applies()
    {
        tool.Write("planned.yml", Gated.Replace("[demo-facts]", "[demo-facts, demo-text]", StringComparison.Ordinal));
        string text = (await tool.SucceedAsync("plan", "planned.yml")).Output;
        Assert.Contains("note: demo-facts: early stopping applies", text, StringComparison.Ordinal);
        Assert.Contains("note: demo-text: early stopping does not apply, since", text, StringComparison.Ordinal);
    }

    /// <summary>The demo model without the MLP of one layer.</summary>
    private static void BreakDemo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Demo, "model")))
        {
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file)), File.ReadAllBytes(file));
        }

        string weights = Path.Combine(folder, "model.safetensors");
        byte[] bytes = File.ReadAllBytes(weights);
        int data = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        JsonNode header = JsonNode.Parse(bytes.AsSpan(8, data - 8))!;
        JsonNode offsets = header["model.layers.2.mlp.down_proj.weight"]!["data_offsets"]!;
        bytes.AsSpan((data + offsets[0]!.GetValue<int>())..(data + offsets[1]!.GetValue<int>())).Clear();
        File.WriteAllBytes(weights, bytes);
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
