using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ModelGate.Measurement.Sandbox;

/// <summary>
/// An ordinary process of this user, for machines that are themselves thrown away: it sees the network and every file of the user.
/// Time, output and, on Unix, resources are limited all the same. Windows has no resource limits for a process.
/// </summary>
internal sealed partial class UnsafeProcess(PythonInterpreter python, TimeProvider clock) : ISandbox
{
    private const int KillSignal = 9;

    public string Name => $"no sandbox, Python {python.Version}";

    public bool IsIsolated => false;

    public async Task<SandboxResult> RunAsync(PythonProgram program, SandboxLimits limits, CancellationToken cancel = default)
    {
        string mark = RandomNumberGenerator.GetHexString(32);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("quantgate-program-");
        try
        {
            Dictionary<string, string> environment = new()
            {
                ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "",
                ["HOME"] = folder.FullName,
                ["TMPDIR"] = folder.FullName,
            };
            if (Environment.GetEnvironmentVariable("SystemRoot") is { } root) environment["SystemRoot"] = root;
            ProcessOutcome outcome = await ProcessRun.RunAsync(
                python.Executable, PythonLauncher.Arguments(mark, limits), environment, folder.FullName, PythonLauncher.Input(program),
                limits, clock, KillGroup, cancel).ConfigureAwait(false);
            return PythonLauncher.Judge(mark, outcome, limits, killMeansMemory: false) ?? throw SandboxFailure.NotBegun(Name, outcome);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The launcher leads a session of its own, so children whose parent is gone are still in its group.
    private static Task KillGroup(int process, ProcessEnd end)
    {
        if (!OperatingSystem.IsWindows()) _ = SendSignal(-process, KillSignal);
        return Task.CompletedTask;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
