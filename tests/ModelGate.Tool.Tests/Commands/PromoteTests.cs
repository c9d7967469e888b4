using System.Text.Json.Nodes;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>Two recipes gated on size: one that passes and one that does not.</summary>
public sealed class GatedRecipes : IAsyncLifetime
{
    public ToolRun Tool { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Tool.Write("quantgate.yml", """
            version: 1
            model: demo
            candidates: {fp8: {scheme: w8a8-fp8}, int4: {scheme: w4a16-int4, algorithm: rtn, group: 128}}
            gates:
              - {metric: size-ratio, at-most: 0.6, for: fp8}
              - {metric: size-ratio, at-most: 0.1, for: int4}
            """);
        ToolResult check = await Tool.RunAsync("check", "-o", "run");
        Assert.True(check.ExitCode == 1, check.ToString());
    }

    public ValueTask DisposeAsync()
    {
        Tool.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class PromoteTests(GatedRecipes gated) : IClassFixture<GatedRecipes>
{
    private readonly ToolRun tool = gated.Tool;

    [Fact]
    public async Task Promote_and_verify_go_together()
    {
        ToolResult promoted = await tool.SucceedAsync("promote", "run", "--candidate", "fp8", "-o", "fine", "--policy", "quantgate.yml");
        Assert.Contains("dotnet quantgate verify fine --record", promoted.Output, StringComparison.Ordinal);
        string statement = Path.Combine("fine", "statement.intoto.json");
        Assert.StartsWith(
            "fine holds the bytes of 'fp8', which passed",
            (await tool.SucceedAsync("verify", "fine", "--record", statement, "--policy", "quantgate.yml")).Output,
            StringComparison.Ordinal);
        await tool.SucceedAsync("verify", "fine", "--record", "run");

        string weights = tool.Combine("fine", "model.safetensors");
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(weights, bytes);
        foreach (string record in new[] { statement, "run" })
        {
            ToolResult refused = await tool.RunAsync("verify", "fine", "--record", record);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains($"{Path.Combine("fine", "model.safetensors")}: error QG0922", refused.Error, StringComparison.Ordinal);
            Assert.Empty(refused.Output);
        }
    }

    [Fact]
    public async Task Promote_of_a_promoted_checkpoint_that_was_checked_as_it_is()
    {
        await tool.SucceedAsync("promote", "run", "--candidate", "fp8", "-o", "once");
        tool.Write("again.yml", """
            version: 1
            model: demo
            candidates: {taken: {model: ./once}}
            gates: [{metric: size-ratio, at-most: 0.6}]
            """);
        await tool.SucceedAsync("check", "again.yml", "-o", "run-again");
        await tool.SucceedAsync("promote", "run-again", "--candidate", "taken", "-o", "twice");
        await tool.SucceedAsync("verify", "twice", "--record", Path.Combine("twice", "statement.intoto.json"));
        string card = File.ReadAllText(tool.Combine("twice", "README.md"));
        Assert.Contains("Taken as it was from ./once", card, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(tool.Combine("once", "README.md")), File.ReadAllText(tool.Combine("twice", "README.original.md")));
    }

    [Fact]
    public async Task Promote_of_a_candidate_that_failed_is_refused()
    {
        ToolResult refused = await RefuseAsync(1, "promote", "run", "--candidate", "int4", "-o", "failed");
        Assert.Contains("'int4' did not pass 'size-ratio at-most 0.1' on all (failed)", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(tool.Combine("failed")));
    }

    [Fact]
    public async Task Promote_under_another_policy_is_refused()
    {
        tool.Write("other.yml", "version: 1\n");
        ToolResult refused = await RefuseAsync(1, "promote", "run", "--candidate", "fp8", "-o", "other", "--policy", "other.yml");
        Assert.Contains("other.yml: error QG0924", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promote_of_a_checkpoint_changed_after_the_run_is_refused()
    {
        await tool.SucceedAsync("promote", "run", "--candidate", "fp8", "-o", "moved");
        File.AppendAllText(tool.Combine("moved", "config.json"), " ");
        ToolResult refused = await RefuseAsync(
            1, "promote", "run", "--candidate", "fp8", "-o", "changed", "--checkpoint", "moved");
        Assert.Contains("config.json: error QG0922", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(tool.Combine("changed")));
    }

    /// <summary>Edited is refused (1), what is no record cannot be read (3).</summary>
    [Theory]
    [InlineData("verdict", 1, "QG0904")]
    [InlineData("cut", 3, "QG0901")]
    [InlineData("version", 3, "QG0901")]
    public async Task Promote_and_verify_refuse_a_record_that_is_not_as_it_was_written(string what, int exitCode, string code)
    {
        string text = File.ReadAllText(tool.Combine("run", "run.json"));
        JsonNode record = JsonNode.Parse(text)!;
        if (what == "version") record["schemaVersion"] = 2;
        else record["verdict"]!["exitCode"] = 0;
        tool.Write($"{what}.json", what == "cut" ? text[..(text.Length / 2)] : record.ToJsonString());
        ToolResult promoted = await RefuseAsync(exitCode, "promote", $"{what}.json", "--candidate", "fp8", "-o", "never");
        ToolResult verified = await RefuseAsync(exitCode, "verify", "demo", "--record", $"{what}.json");
        Assert.Contains(code, promoted.Error, StringComparison.Ordinal);
        Assert.Contains(code, verified.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("promote run --candidate fp9 -o x", "Did you mean 'fp8'?")]
    [InlineData("promote nowhere --candidate fp8 -o x", "nowhere")]
    [InlineData("promote run --candidate fp8 -o run", "not empty")]
    [InlineData("promote run --candidate fp8 -o x --checkpoint nowhere", "nowhere")]
    [InlineData("promote run --candidate fp8 -o x --policy nowhere.yml", "nowhere.yml")]
    [InlineData("promote run -o x", "--candidate")]
    [InlineData("verify nowhere --record run", "nowhere")]
    [InlineData("verify demo --record nowhere", "nowhere")]
    [InlineData("verify demo", "--record")]
    public async Task Wrong_usage_exits_2(string arguments, string says)
    {
        ToolResult result = await RefuseAsync(2, arguments.Split(' '));
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(tool.Combine("x")));
    }

    private async Task<ToolResult> RefuseAsync(int exitCode, params string[] arguments)
    {
        ToolResult result = await tool.RunAsync(arguments);
        Assert.True(result.ExitCode == exitCode, result.ToString());
        Assert.Empty(result.Output);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        return result;
    }
}
