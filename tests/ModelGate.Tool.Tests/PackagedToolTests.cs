using System.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests;

/// <summary>The tool as people get it: packed, installed from the package alone, run in a folder of theirs.</summary>
public sealed class PackagedToolTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Package_installs_and_runs_away_from_the_repository()
    {
        string tools = folder.Combine("tools"), work = folder.Combine("work");
        LocalFeed feed = new(folder.Path);
        await feed.PackAsync("src/ModelGate.Tool", TestContext.Current.CancellationToken);
        Assert.Single(Directory.GetFiles(feed.Packages, "dotnet-quantgate.*.nupkg"));
        feed.Configure(work);
        await feed.NewDotnet().SucceedAsync(
            work, TestContext.Current.CancellationToken,
            "tool", "install", "dotnet-quantgate", "--version", LocalFeed.Version, "--tool-path", tools);

        string tool = Path.Combine(tools, OperatingSystem.IsWindows() ? "dotnet-quantgate.exe" : "dotnet-quantgate");
        Assert.Matches(@"^\d+\.\d+\.\d+", await RunAsync(tool, work, "--version"));
        Assert.Contains("demo-facts", await RunAsync(tool, work, "list"), StringComparison.Ordinal);
        Assert.Matches(@"(?m)^demo model +bundled\r?$", await RunAsync(tool, work, "doctor"));
        await File.WriteAllTextAsync(Path.Combine(work, "quantgate.yml"), """
            version: 1
            model: demo
            candidates: {fp8: {scheme: w8a8-fp8}}
            accuracy: {tasks: [{task: demo-letters, sample: 4}]}
            gates: [{metric: recovery, at-least: 99%}]
            """, TestContext.Current.CancellationToken);
        Assert.Contains("demo-letters", await RunAsync(tool, work, "plan"), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static async Task<string> RunAsync(string program, string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ROOT"] = DotnetCommand.Root;
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using Process process = Process.Start(start)!;
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancel), error = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        string text = await output;
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: exit {process.ExitCode}\n{text}\n{await error}");
        return text;
    }
}
