namespace ModelGate.Tool.Tests.Commands;

/// <summary>Only a passed run of the very same inputs stands for a new one.</summary>
public sealed class ReuseTests : IDisposable
{
    private const string Policy = """
        version: 1
        model: demo
        candidates: {fp8: {scheme: w8a8-fp8}}
        gates: [{metric: size-ratio, at-most: 0.6}]

        """;

    private readonly ToolRun tool = new();

    [Fact]
    public async Task Passed_run_of_the_same_inputs_is_reported_again_and_nothing_is_measured()
    {
        tool.Write("quantgate.yml", Policy);
        ToolResult first = await tool.RunAsync("check", "-o", "first", "--reuse", "first");
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("The run in first is not reported again: there is none.", first.Error, StringComparison.Ordinal);

        Directory.Delete(tool.Combine(".quantgate"), recursive: true);
        ToolResult second = await tool.RunAsync("check", "-o", "second", "--reuse", "first");
        Assert.Equal(0, second.ExitCode);
        Assert.Contains("Nothing has changed since the run in first, which passed", second.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was measured again", second.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.False(Directory.Exists(tool.Combine(".quantgate")));
        Assert.Equal(
            RunJson.Read(tool.Combine("first"))["planKey"]!.ToString(), RunJson.Read(tool.Combine("second"))["planKey"]!.ToString());

        await tool.SucceedAsync("check", "-o", "third", "--reuse", "second");
        Assert.Equal(RunJson.Read(tool.Combine("second")).ToString(), RunJson.Read(tool.Combine("third")).ToString());
    }

    [Fact]
    public async Task Run_that_does_not_stand_for_the_new_one_is_measured_anew()
    {
        tool.Write("quantgate.yml", Policy.Replace("0.6", "0.1", StringComparison.Ordinal));
        Assert.Equal(1, (await tool.RunAsync("check", "-o", "failed")).ExitCode);
        await AssertAnewAsync("failed", 1, "it failed");

        tool.Write("quantgate.yml", Policy);
        await tool.SucceedAsync("check", "-o", "passed");
        tool.Write("quantgate.yml", Policy.Replace("0.6", "0.59", StringComparison.Ordinal));
        await AssertAnewAsync("passed", 0, "the policy, a model, a recipe, a task or its documents are others");

        tool.Write("quantgate.yml", Policy);
        string record = tool.Combine("passed", "run.json");
        File.WriteAllText(record, File.ReadAllText(record).Replace("\"exitCode\": 0", "\"exitCode\": 4", StringComparison.Ordinal));
        await AssertAnewAsync("passed", 0, "was edited after it was written");
    }

    [Fact]
    public async Task Reuse_only_measures_nothing_and_ends_undecided_where_there_is_nothing_to_report()
    {
        tool.Write("quantgate.yml", Policy);
        ToolResult nothing = await tool.RunAsync("check", "-o", "again", "--reuse", "first", "--reuse-only");
        Assert.Equal(4, nothing.ExitCode);
        Assert.DoesNotContain("quantize fp8", nothing.Error, StringComparison.Ordinal);
        Assert.Equal(["quantgate.yml"], tool.Entries);

        await tool.SucceedAsync("check", "-o", "first");
        await tool.SucceedAsync("check", "-o", "again", "--reuse", "first", "--reuse-only");
        Assert.True(File.Exists(tool.Combine("again", "run.json")));
    }

    public void Dispose() => tool.Dispose();

    private async Task AssertAnewAsync(string folder, int exitCode, string why)
    {
        ToolResult result = await tool.RunAsync("check", "-o", "again", "--reuse", folder);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains($"The run in {folder} is not reported again: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(why, result.Error, StringComparison.Ordinal);
        Assert.Contains("quantize fp8", result.Error, StringComparison.Ordinal);
    }
}
