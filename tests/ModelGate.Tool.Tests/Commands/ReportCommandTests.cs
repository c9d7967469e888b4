using System.Text.Json.Nodes;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>A run on sizes alone, rendered again.</summary>
public sealed class FinishedRun : IAsyncLifetime
{
    public ToolRun Tool { get; } = new();

    public ToolResult Check { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Tool.Write("quantgate.yml", """
            version: 1
            model: demo
            candidates: {fp8: {scheme: w8a8-fp8}}
            gates: [{metric: size-ratio, at-most: 0.6}]
            """);
        Check = await Tool.SucceedAsync("check", "-o", "run");
    }

    public ValueTask DisposeAsync()
    {
        Tool.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class ReportCommandTests(FinishedRun run) : IClassFixture<FinishedRun>
{
    [Fact]
    public async Task Report_repeats_what_check_printed() =>
        Assert.Equal(run.Check.Output, (await run.Tool.SucceedAsync("report", "run")).Output);

    [Theory]
    [InlineData("markdown", "report.md")]
    [InlineData("html", "report.html")]
    [InlineData("junit", "report.junit.xml")]
    [InlineData("sarif", "report.sarif")]
    [InlineData("json", "run.json")]
    public async Task Report_repeats_what_check_wrote(string format, string file)
    {
        string written = File.ReadAllText(run.Tool.Combine("run", file));
        Assert.Equal(written, (await run.Tool.SucceedAsync("report", Path.Combine("run", "run.json"), "--format", format)).Output);
        await run.Tool.SucceedAsync("report", "run", "--format", format, "-o", "again.txt");
        Assert.Equal(written, File.ReadAllText(run.Tool.Combine("again.txt")));
    }

    [Fact]
    public async Task Report_of_a_record_cut_short_is_refused() =>
        await AssertRefusedAsync("cut", text => text[..(text.Length / 2)], "damaged or was edited");

    [Fact]
    public async Task Report_of_an_edited_record_is_refused() =>
        await AssertRefusedAsync(
            "edited", text => text.Replace("\"verdict\"", "\"verdickt\"", StringComparison.Ordinal), "damaged or was edited");

    [Fact]
    public async Task Report_of_another_version_is_refused() => await AssertRefusedAsync("version", text =>
    {
        JsonNode record = JsonNode.Parse(text)!;
        record["schemaVersion"] = 99;
        return record.ToJsonString();
    }, "version 99; this tool reads version 1");

    [Fact]
    public async Task Report_of_something_else_is_refused() => await AssertRefusedAsync("else", _ => "[]", "no run record");

    [Fact]
    public async Task Report_keeps_a_run_in_the_history_once_and_draws_it()
    {
        string[] arguments = ["report", "run", "--history", "h.jsonl", "--commit", new('c', 40), "--badge", "b.svg", "--trend", "t.svg"];
        ToolResult first = await run.Tool.SucceedAsync(arguments);
        Assert.Equal("", first.Output);
        ToolResult second = await run.Tool.SucceedAsync(arguments);
        Assert.Contains("holds this run already", second.Error, StringComparison.Ordinal);
        JsonNode line = JsonNode.Parse(Assert.Single(File.ReadAllLines(run.Tool.Combine("h.jsonl"))))!;
        Assert.Equal((new string('c', 40), "passed"), ((string?)line["commit"], (string?)line["verdict"]));
        Assert.Contains("role=\"img\"", File.ReadAllText(run.Tool.Combine("b.svg")), StringComparison.Ordinal);
        Assert.Contains("Recovery over", File.ReadAllText(run.Tool.Combine("t.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_replaces_a_line_of_the_history_that_was_cut_short_and_says_so()
    {
        run.Tool.Write("short.jsonl", "{\"schemaVersion\":1,\"run\":");
        ToolResult result = await run.Tool.SucceedAsync("report", "run", "--history", "short.jsonl");
        Assert.Contains("line 1 is cut short and left out.", result.Error, StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(run.Tool.Combine("short.jsonl")));
    }

    [Fact]
    public async Task Report_of_a_damaged_history_is_refused()
    {
        run.Tool.Write("damaged.jsonl", "{}\n");
        ToolResult result = await run.Tool.RunAsync("report", "run", "--history", "damaged.jsonl");
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("damaged.jsonl(1,1): error QG0910", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--trend")]
    [InlineData("--commit")]
    public async Task Report_on_a_history_that_is_not_named_is_refused(string option)
    {
        ToolResult result = await run.Tool.RunAsync("report", "run", option, "x");
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("Add --history FILE.", result.Error, StringComparison.Ordinal);
    }

    private async Task AssertRefusedAsync(string name, Func<string, string> change, string says)
    {
        string text = File.ReadAllText(run.Tool.Combine("run", "run.json"));
        run.Tool.Write($"{name}.json", change(text));
        ToolResult result = await run.Tool.RunAsync("report", $"{name}.json");
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains($"{name}.json", result.Error, StringComparison.Ordinal);
        Assert.Contains("error QG0901", result.Error, StringComparison.Ordinal);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }
}
