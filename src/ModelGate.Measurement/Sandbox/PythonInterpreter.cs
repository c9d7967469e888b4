using System.ComponentModel;

namespace ModelGate.Measurement.Sandbox;

/// <summary>A Python of this machine.</summary>
/// <param name="Executable">The interpreter itself, not a wrapper that finds it.</param>
/// <param name="Folders">Where its library is.</param>
internal sealed record PythonInterpreter(string Executable, string Version, IReadOnlyList<string> Folders)
{
    private const string Question = """
        import os, sys
        version = ".".join(map(str, sys.version_info[:3]))
        print(os.path.realpath(sys.executable), version, sys.executable, sys.prefix, sys.base_prefix, sep="\n")
        """;

    /// <summary>The Pythons that can be started: the one of PATH first, then those of the system.</summary>
    public static async Task<IReadOnlyList<PythonInterpreter>> FindAllAsync(TimeProvider clock, CancellationToken cancel)
    {
        List<PythonInterpreter> found = [];
        foreach (string name in new[] { "python3", "python", "/usr/bin/python3", "/usr/local/bin/python3" })
        {
            if (await AskAsync(name, clock, cancel).ConfigureAwait(false) is not { } interpreter) continue;
            if (found.All(other => other.Executable != interpreter.Executable)) found.Add(interpreter);
        }

        return found;
    }

    private static async Task<PythonInterpreter?> AskAsync(string name, TimeProvider clock, CancellationToken cancel)
    {
        Dictionary<string, string> environment = new() { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "" };
        if (Environment.GetEnvironmentVariable("SystemRoot") is { } root) environment["SystemRoot"] = root;
        try
        {
            ProcessOutcome outcome = await ProcessRun.RunAsync(
                name, ["-I", "-c", Question], environment, Path.GetTempPath(), [], new SandboxLimits(), clock, null, cancel)
                .ConfigureAwait(false);
            string[] lines = outcome.Output.Split('\n', StringSplitOptions.TrimEntries);
            return outcome is { End: ProcessEnd.Itself, ExitCode: 0 }
                && lines is [var executable, var version, var link, var prefix, var basePrefix, ..]
                && version.StartsWith("3.", StringComparison.Ordinal)
                ? new PythonInterpreter(prefix == basePrefix ? executable : link, version, [.. new[] { prefix, basePrefix }.Distinct()])
                : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
