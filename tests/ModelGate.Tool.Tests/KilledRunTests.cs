using System.Diagnostics;
using ModelGate.Testing;
using ModelGate.Tool.Tests.Commands;

namespace ModelGate.Tool.Tests;

/// <summary>The tool as a process of its own that somebody ends from outside.</summary>
public sealed class KilledRunTests : IDisposable
{
    private const string Policy = """
        version: 1
        model: demo
        candidates: {fp8: {scheme: w8a8-fp8}}
        accuracy: {tasks: [{task: demo-letters, sample: 20}, {task: demo-stories, sample: 60}, {task: demo-arithmetic, sample: 10}]}
        gates: [{metric: recovery, at-least: 50%, margin: 40%}]
        """;

    private readonly ToolRun tool = new();
    private readonly ToolRun undisturbed = new();

    [Fact]
    public async Task Killed_run_goes_on_and_ends_as_an_undisturbed_one()
    {
        tool.Write("quantgate.yml", Policy);
        using (Process process = Start())
        {
            await ReadUntilAsync(process, "baseline: demo-letters");
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.False(File.Exists(tool.Combine("quantgate-report", "run.json")));
        ToolResult resumed = await tool.SucceedAsync("check");
        Assert.Contains(
            resumed.ErrorLines,
            line => line.StartsWith("baseline: demo-letters: ", StringComparison.Ordinal)
                && line.Contains("from an earlier run", StringComparison.Ordinal));

        undisturbed.Write("quantgate.yml", Policy);
        await undisturbed.SucceedAsync("check");
        Assert.Equal(RunJson.Timeless(undisturbed.Combine("quantgate-report")), RunJson.Timeless(tool.Combine("quantgate-report")));
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task Signal_stops_the_run_cleanly(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        tool.Write("quantgate.yml", """
            version: 1
            model: demo
            candidates: {fp8: {scheme: w8a8-fp8}}
            accuracy: {tasks: [demo-letters, demo]}
            gates: [{metric: recovery, at-least: 50%, margin: 40%}]
            """);
        using Process process = Start();
        await ReadUntilAsync(process, "baseline: demo-letters");
        string id = process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using (Process kill = Process.Start("kill", ["-s", signal, id])!)
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        string rest = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == exitCode, $"exit {process.ExitCode}\n{rest}");
        Assert.EndsWith("Stopped. The same command goes on where this one ended.", rest.TrimEnd(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(tool.Combine("quantgate-report")));
    }

    public void Dispose()
    {
        tool.Dispose();
        undisturbed.Dispose();
    }

    /// <summary>The assembly that these tests run against, in the tool's folder.</summary>
    private Process Start()
    {
        var start = new ProcessStartInfo(DotnetCommand.Executable, ["exec", typeof(Program).Assembly.Location, "check"])
        {
            WorkingDirectory = tool.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static async Task ReadUntilAsync(Process process, string beginning)
    {
        List<string> lines = [];
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return;
            lines.Add(line);
        }

        Assert.Fail($"The run ended before '{beginning}':\n{string.Join('\n', lines)}");
    }
}
