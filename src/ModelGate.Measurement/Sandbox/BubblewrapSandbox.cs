using System.Globalization;
using System.Security.Cryptography;

namespace ModelGate.Measurement.Sandbox;

/// <summary>
/// Linux namespaces by bubblewrap: no network, no other processes, nobody's user, a file system that holds the system's libraries and
/// Python read-only and a small temporary folder. Limits of CPU time, memory and processes are the kernel's resource limits.
/// </summary>
/// <param name="program">Path of <c>bwrap</c>.</param>
/// <param name="setpriv">Path of <c>setpriv</c>, where we are root: the kernel does not count root's processes.</param>
internal sealed class BubblewrapSandbox(
    string program, string version, string? setpriv, PythonInterpreter python, TimeProvider clock) : ISandbox
{
    private const string Nobody = "65534";

    public string Name => $"bubblewrap {version}, Python {python.Version}";

    public bool IsIsolated => true;

    public async Task<SandboxResult> RunAsync(PythonProgram program, SandboxLimits limits, CancellationToken cancel = default)
    {
        string mark = RandomNumberGenerator.GetHexString(32);
        ProcessOutcome outcome = await StartAsync(mark, program, limits, cancel).ConfigureAwait(false);
        return PythonLauncher.Judge(mark, outcome, limits, killMeansMemory: false) ?? throw SandboxFailure.NotBegun(Name, outcome);
    }

    private Task<ProcessOutcome> StartAsync(string mark, PythonProgram source, SandboxLimits limits, CancellationToken cancel)
    {
        List<string> command = [program, .. Isolation(limits), "--", python.Executable, .. PythonLauncher.Arguments(mark, limits)];
        if (setpriv is not null) command.InsertRange(0, [setpriv, "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--"]);
        Dictionary<string, string> environment = new()
        {
            ["PATH"] = "/usr/bin:/bin",
            ["HOME"] = "/tmp",
            ["LANG"] = "C.UTF-8",
            ["OPENBLAS_NUM_THREADS"] = "1",
            ["OMP_NUM_THREADS"] = "1",
        };
        return ProcessRun.RunAsync(
            command[0], command.Skip(1), environment, "/", PythonLauncher.Input(source), limits, clock, killMore: null, cancel);
    }

    // Without /proc, which some machines do not let us mount; the folders that bwrap makes itself are made read-only last.
    private List<string> Isolation(SandboxLimits limits) =>
    [
        "--unshare-all", "--die-with-parent", "--new-session", "--uid", Nobody, "--gid", Nobody, "--hostname", "sandbox",
        .. SystemFolders(),
        .. python.Folders.Where(folder => !folder.StartsWith("/usr", StringComparison.Ordinal)).SelectMany(folder => ReadOnly(folder)),
        "--dev", "/dev", "--size", limits.FileBytes.ToString(CultureInfo.InvariantCulture), "--tmpfs", "/tmp",
        "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp",
    ];

    private static IEnumerable<string> SystemFolders()
    {
        foreach (string path in new[] { "/usr", "/bin", "/sbin", "/lib", "/lib64", "/lib32", "/nix/store", "/etc/alternatives" })
        {
            if (new DirectoryInfo(path).LinkTarget is { } target) yield return "--symlink";
            else if (Directory.Exists(path)) yield return "--ro-bind";
            else continue;
            yield return new DirectoryInfo(path).LinkTarget ?? path;
            yield return path;
        }

        if (!File.Exists("/etc/ld.so.cache")) yield break;
        foreach (string argument in ReadOnly("/etc/ld.so.cache")) yield return argument;
    }

    private static string[] ReadOnly(string path) => ["--ro-bind", path, path];
}
