using System.CommandLine;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests.Commands;

public sealed class HelpTests : IDisposable
{
    /// <summary>Fits a terminal window.</summary>
    private const int MostLines = 45;

    private readonly ToolRun tool = new();

    public static TheoryData<string> Commands =>
    [
        "", "init", "check", "plan", "quantize", "eval", "merge", "bench", "compare", "fetch", "report", "publish", "promote", "verify",
        "inspect", "explain", "list", "schema", "doctor",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_fits_a_screen(string command)
    {
        ToolResult help = await tool.SucceedAsync(command.Length == 0 ? ["--help"] : [command, "--help"]);
        Assert.Empty(help.Error);
        string[] lines = help.Output.TrimEnd().Split('\n');
        Assert.InRange(lines.Length, 5, MostLines);
        Assert.All(lines, line => Assert.True(line.TrimEnd('\r').Length <= 120, line));

        // The root command is named by the process, which is the test host here.
        Snapshot.Match(
            help.Output.Replace(RootCommand.ExecutableName, "dotnet-quantgate", StringComparison.Ordinal),
            command.Length == 0 ? "root" : command);
    }

    [Fact]
    public async Task Help_of_the_root_names_every_command()
    {
        string help = (await tool.SucceedAsync("--help")).Output;
        Assert.All(CommandNames(), name => Assert.Contains($"\n  {name} ", help, StringComparison.Ordinal));
        Assert.Equal(CommandNames().Order(), Commands.Select(row => row.Data).Where(name => name.Length > 0).Order());
    }

    [Theory]
    [InlineData("chek", "chek")]
    [InlineData("check --bogus", "--bogus")]
    [InlineData("quantize demo", "--scheme")]
    [InlineData("quantize demo --scheme w8a8-int9 -o x", "w8a8-int9")]
    [InlineData("quantize demo --scheme w4a16-int4 --group many -o x", "many")]
    [InlineData("eval demo -o x", "--tasks")]
    [InlineData("eval demo --tasks demo-facts --chat sometimes -o x", "sometimes")]
    [InlineData("eval demo --tasks demo-facts --limit 3 --sample 3 -o x", "exclude each other")]
    [InlineData("eval demo --tasks demo-facts --limit 0 -o x", "at least 1")]
    [InlineData("eval demo --tasks demo-facts --data demo-text=x.jsonl -o x", "'demo-text' is not among --tasks")]
    [InlineData("eval demo --tasks demo-fcats -o x", "demo-facts")]
    [InlineData("eval nowhere --tasks demo-facts -o x", "There is no directory 'nowhere'")]
    [InlineData("eval http://localhost:1/v1 --tasks demo-facts -o x", "Endpoints are not in this version")]
    [InlineData("bench demo --scenarios rug", "rag")]
    [InlineData("bench demo --scenarios rag", "scale-to-context")]
    [InlineData("bench demo --scenarios rag --requests 0", "at least 1")]
    [InlineData("inspect", "CHECKPOINT")]
    [InlineData("inspect demo --vllm new", "0.11")]
    [InlineData("inspect demo --compute-capability hopper", "9.0")]
    [InlineData("inspect demo --tensor-parallel-size 0", "1 or more")]
    [InlineData("compare here", "CANDIDATE")]
    [InlineData("compare here there", "here")]
    [InlineData("report nowhere", "nowhere")]
    [InlineData("report nowhere --format pdf", "pdf")]
    [InlineData("quantize demo --scheme w8a8-fp8 --override down_proj -o x", "REGEX=SCHEME")]
    [InlineData("quantize demo --scheme w8a8-int8 --algorithm rtn --smoothquant 3 -o x", "SmoothQuant")]
    public async Task Wrong_usage_exits_2_and_says_what_to_do(string arguments, string says)
    {
        ToolResult result = await tool.RunAsync(arguments.Split(' '));
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Empty(result.Output);
        Assert.Contains("error QG", result.Error, StringComparison.Ordinal);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Empty(tool.Entries);
    }

    [Fact]
    public async Task Wrong_usage_points_to_the_help_of_its_command()
    {
        Assert.EndsWith(
            "Try: dotnet quantgate check --help", (await tool.RunAsync("check", "--bogus")).Error.TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith("Try: dotnet quantgate --help", (await tool.RunAsync("chek")).Error.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_three_numbers() =>
        Assert.Matches(@"^\d+\.\d+\.\d+", (await tool.SucceedAsync("--version")).Output);

    public void Dispose() => tool.Dispose();

    private string[] CommandNames()
    {
        using StringWriter output = new(), error = new();
        return [.. Tool.Commands.CommandLine.Create(tool.Context(output, error)).Subcommands.Select(command => command.Name)];
    }
}
