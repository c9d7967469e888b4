using System.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests;

/// <summary>The tool as people get it: packed, installed from the package alone, run in a folder of theirs.</summary>
public sealed class PackagedToolTests : IDisposable
{
    /// <summary>The tests' own build configuration, so that packing compiles nothing again.</summary>
    private static readonly string Configuration =
        AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar).Contains("Debug") ? "Debug" : "Release";

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Package_installs_and_runs_away_from_the_repository()
    {
        string packages = folder.Combine("packages"), tools = folder.Combine("tools"), work = folder.Combine("work");
        Directory.CreateDirectory(work);
        string project = Path.Combine(Repository.Root, "src", "ModelGate.Tool");
        await RunAsync(Dotnet.Executable, project, "pack", "-c", Configuration, "--no-build", "-o", packages, "-nodeReuse:false");
        Assert.Single(Directory.GetFiles(packages, "dotnet-quantgate.*.nupkg"));

        string configuration = folder.Combine("nuget.config");
        File.WriteAllText(configuration, $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="{packages}" />
              </packageSources>
            </configuration>
            """);
        await RunAsync(Dotnet.Executable, work, "tool", "install", "dotnet-quantgate", "--tool-path", tools, "--configfile", configuration);

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

    private async Task<string> RunAsync(string program, string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ROOT"] = Dotnet.Root;
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        if (arguments[0] == "tool") start.Environment["NUGET_PACKAGES"] = folder.Combine("cache");
        using Process process = Process.Start(start)!;
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancel), error = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        string text = await output;
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: exit {process.ExitCode}\n{text}\n{await error}");
        return text;
    }
}
