using ModelGate.Measurement;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>The commands that only tell: <c>list</c>, <c>schema</c>, <c>explain</c>, <c>doctor</c>.</summary>
public sealed class ReferenceCommandTests : IDisposable
{
    private readonly ToolRun tool = new();

    public static TheoryData<string> MetricNames => [.. Metric.Names, "e2e-p99.9"];

    [Fact]
    public async Task List_names_every_part() => Snapshot.Match((await tool.SucceedAsync("list")).Output);

    [Fact]
    public async Task Schema_equals_the_file_at_the_root()
    {
        string printed = (await tool.SucceedAsync("schema")).Output;
        string file = Path.Combine(Repository.Root, "quantgate.schema.json");
        Assert.True(File.Exists(file) && File.ReadAllText(file) == printed, $"Write what 'dotnet quantgate schema' prints into {file}.");
    }

    [Theory]
    [MemberData(nameof(MetricNames))]
    public async Task Explain_knows_every_metric(string metric)
    {
        string text = (await tool.SucceedAsync("explain", metric)).Output;
        Assert.StartsWith($"{metric} (", text, StringComparison.Ordinal);
        Assert.All(["measures", "formula", "interval", "source"], part => Assert.Matches($@"(?m)^{part} +\S", text));
    }

    [Fact]
    public async Task Explain_recovery_reads_well() => Snapshot.Match((await tool.SucceedAsync("explain", "recovery")).Output);

    [Theory]
    [InlineData("recovry", "Did you mean 'recovery'?")]
    [InlineData("itl-p100", "itl-p")]
    public async Task Explain_unknown_metric_names_the_nearest(string name, string nearest)
    {
        ToolResult result = await tool.RunAsync("explain", name);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"There is no metric '{name}'.", result.Error, StringComparison.Ordinal);
        Assert.Contains(nearest, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_tells_what_the_machine_can_do()
    {
        string text = (await tool.SucceedAsync("doctor")).Output;
        Assert.All(
            ["tool", "runtime", "processor", "instructions", "memory", "work folder", "demo model", "model hub", "code sandbox"],
            row => Assert.Contains($"\n{row} ", "\n" + text, StringComparison.Ordinal));
        Assert.Matches(@"(?m)^demo model +bundled\r?$", text);
        Assert.Empty(tool.Entries);
    }

    public void Dispose() => tool.Dispose();
}
