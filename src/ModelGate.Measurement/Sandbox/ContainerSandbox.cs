using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;

namespace ModelGate.Measurement.Sandbox;

/// <summary>One container a program, by docker or podman: no network, read-only image, no capabilities, limits by control groups.</summary>
/// <param name="engine"><c>docker</c> or <c>podman</c>.</param>
/// <param name="image">Holds Python 3 as <c>python3</c>; must be on this machine.</param>
internal sealed class ContainerSandbox(string engine, string image, TimeProvider clock) : ISandbox
{
    public string Name => $"{engine}, image {image}";

    public bool IsIsolated => true;

    public async Task<SandboxResult> RunAsync(PythonProgram program, SandboxLimits limits, CancellationToken cancel = default)
    {
        string mark = RandomNumberGenerator.GetHexString(32);
        string container = $"quantgate-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        ProcessOutcome outcome = await ProcessRun.RunAsync(
            engine, [.. Arguments(container, limits), image, "python3", .. PythonLauncher.Arguments(mark, WithoutGroupLimits(limits))],
            EngineEnvironment(), Path.GetTempPath(), PythonLauncher.Input(program), limits, clock,
            (_, end) => end == ProcessEnd.Itself ? Task.CompletedTask : RemoveAsync(container), cancel)
            .ConfigureAwait(false);
        return PythonLauncher.Judge(mark, outcome, limits, killMeansMemory: true) ?? throw SandboxFailure.NotBegun(Name, outcome);
    }

    /// <summary>The engine's client needs its own settings; the container gets none of them.</summary>
    internal static Dictionary<string, string> EngineEnvironment()
    {
        Dictionary<string, string> environment = [];
        foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            environment[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        return environment;
    }

    // Podman gives a read-only container writable folders of any size unless told not to; docker does not know the word.
    private IEnumerable<string> PodmanOnly() => engine == "podman" ? ["--read-only-tmpfs=false"] : [];

    private IEnumerable<string> Arguments(string container, SandboxLimits limits)
    {
        string memory = Text(limits.MemoryBytes);
        string files = Text(limits.FileBytes);
        return
        [
            "run", "--rm", "--interactive", "--name", container, "--pull", "never", "--network", "none", "--read-only",
            "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--user", "65534:65534", "--ipc", "private",
            "--memory", memory, "--memory-swap", memory, "--pids-limit", Text(limits.Processes + 1), "--cpus", "1",
            "--tmpfs", $"/tmp:rw,noexec,nosuid,nodev,mode=1777,size={files}", "--shm-size", files,
            "--workdir", "/tmp", "--env", "HOME=/tmp", "--env", "TMPDIR=/tmp",
            .. PodmanOnly(),
        ];
    }

    // The control group counts memory and processes; a resource limit would count those of all containers together.
    private static SandboxLimits WithoutGroupLimits(SandboxLimits limits) => limits with { MemoryBytes = -1, Processes = -1 };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // Killing the client leaves the container; one that ends at the same moment is gone already, which is as good.
    private async Task RemoveAsync(string container)
    {
        try
        {
            await ProcessRun.RunAsync(
                engine, ["rm", "--force", container], EngineEnvironment(), Path.GetTempPath(), [], new SandboxLimits(), clock, null,
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (Win32Exception)
        {
        }
    }
}
