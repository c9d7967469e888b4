using System.Diagnostics;
using System.Globalization;
using ModelGate.Testing;

namespace ModelGate.MSBuild.Tests.Builds;

/// <summary>Ctrl-C in the middle of a gate.</summary>
public sealed class StoppedBuildTests(PackedPackages packages) : IDisposable
{
    private readonly SampleProject project = new(packages.Feed);

    [Fact]
    public async Task Interrupt_ends_the_tool_cleanly_and_the_next_build_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent with kill, and processes are read from /proc.");
        CancellationToken cancel = TestContext.Current.CancellationToken;
        project.Write("quantgate.yml", SampleProject.PassingPolicy.Replace(
            "{task: demo-letters, sample: 4}", "demo-letters, demo", StringComparison.Ordinal));
        using Process build = project.Dotnet.Start(project.Combine("app"), "build", "-t:QuantGate");
        List<string> lines = [];
        while (await build.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            lines.Add(line);
            if (line.Contains("baseline: demo-letters", StringComparison.Ordinal)) break;
        }

        Assert.NotEmpty(ToolProcesses());
        using (Process kill = Process.Start("kill", ["-s", "INT", build.Id.ToString(CultureInfo.InvariantCulture)])!)
        {
            await kill.WaitForExitAsync(cancel);
        }

        string rest = await build.StandardOutput.ReadToEndAsync(cancel);
        await build.WaitForExitAsync(cancel);
        string output = string.Join('\n', lines) + "\n" + rest;
        Assert.True(build.ExitCode != 0, output);
        Assert.Contains("Stopped. The same command goes on where this one ended.", output, StringComparison.Ordinal);
        Assert.Contains("error QG0954: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("MSB4181", output, StringComparison.Ordinal);
        Assert.Empty(ToolProcesses());

        project.Write("quantgate.yml", SampleProject.PassingPolicy.Replace(
            "{task: demo-letters, sample: 4}", "demo-letters", StringComparison.Ordinal));
        DotnetResult next = await project.SucceedAsync("build", "-t:QuantGate", "--no-restore");
        Assert.Matches("baseline: demo-letters: .*from an earlier run", next.Output);
    }

    public void Dispose() => project.Dispose();

    /// <summary>Processes of the tool that work for this project.</summary>
    private string[] ToolProcesses() =>
    [
        .. from folder in Directory.EnumerateDirectories("/proc")
           where int.TryParse(Path.GetFileName(folder), out _)
           let command = CommandOf(folder)
           where command.Contains("dotnet-quantgate", StringComparison.Ordinal)
               && command.Contains(project.Folder, StringComparison.Ordinal)
           select command,
    ];

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ""; // It ended meanwhile.
        }
    }
}
