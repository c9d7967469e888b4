using System.Diagnostics;

namespace ModelGate.Testing;

/// <summary>What a command of <c>dotnet</c> printed, both streams in one, and returned.</summary>
public sealed record DotnetResult(int ExitCode, string Output)
{
    public IReadOnlyList<string> Lines => [.. Output.Split('\n').Select(line => line.TrimEnd('\r'))];

    public override string ToString() => $"exit {ExitCode}\n{Output}";
}

/// <summary>
/// <c>dotnet</c> as a person's shell runs it: nothing of the build that runs the tests is left in its environment, and no build server
/// stays behind.
/// </summary>
/// <param name="home">
/// Where it keeps restored packages and what it knows of local tools, which it finds by name and version alone; null is the user's.
/// </param>
public sealed class DotnetCommand(string? home = null)
{
    /// <summary>The installation that runs these tests: three folders above System.Private.CoreLib.</summary>
    public static string Root { get; } = Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    public static string Executable { get; } = Path.Combine(Root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    /// <summary>Set, or removed where the value is null.</summary>
    public Dictionary<string, string?> Variables { get; } = new()
    {
        ["DOTNET_ROOT"] = Root,
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "0",
        ["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "0",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["MSBUILDTERMINALLOGGER"] = "off",
        ["CI"] = null,
        ["GITHUB_ACTIONS"] = null,
    };

    public Process Start(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] ofBuild = [.. start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))];
        foreach (string name in ofBuild) start.Environment.Remove(name);

        if (home is not null)
        {
            start.Environment["DOTNET_CLI_HOME"] = home;
            start.Environment["NUGET_PACKAGES"] = Path.Combine(home, "packages");
        }

        foreach ((string name, string? value) in Variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public async Task<DotnetResult> RunAsync(string directory, CancellationToken cancel, params string[] arguments)
    {
        using Process process = Start(directory, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancel), error = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return new(process.ExitCode, await output + await error);
    }

    /// <exception cref="InvalidOperationException">It did not end with 0; the message has what it printed.</exception>
    public async Task<DotnetResult> SucceedAsync(string directory, CancellationToken cancel, params string[] arguments)
    {
        DotnetResult result = await RunAsync(directory, cancel, arguments);
        return result.ExitCode == 0
            ? result
            : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)}: {result}");
    }
}
