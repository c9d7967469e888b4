using System.ComponentModel;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Sandbox;

/// <summary>Which sandboxes this machine has, found out by running a trivial program in each.</summary>
/// <param name="Sandbox">The first that works; null where none does.</param>
/// <param name="Tried">All that were tried, up to the first that works, with the reason why one does not.</param>
public sealed record SandboxDetection(ISandbox? Sandbox, IReadOnlyList<SandboxDetection.Trial> Tried)
{
    /// <param name="Backend"><c>bubblewrap</c>, <c>docker</c> or <c>podman</c>.</param>
    /// <param name="Detail">The sandbox's name, or why it does not work.</param>
    public sealed record Trial(string Backend, bool Works, string Detail);

    /// <summary>Bubblewrap, then docker, then podman.</summary>
    public static async Task<SandboxDetection> DetectAsync(SandboxOptions options, CancellationToken cancel = default)
    {
        List<Trial> tried = [];
        foreach ((string backend, Func<Task<Candidate>> find) in new (string, Func<Task<Candidate>>)[]
        {
            ("bubblewrap", () => FindBubblewrapAsync(options.Clock, cancel)),
            ("docker", () => FindContainerAsync("docker", options, cancel)),
            ("podman", () => FindContainerAsync("podman", options, cancel)),
        })
        {
            Candidate candidate = await find().ConfigureAwait(false);
            tried.Add(new Trial(backend, candidate.Sandbox is not null, candidate.Detail));
            if (candidate.Sandbox is not null) return new SandboxDetection(candidate.Sandbox, tried);
        }

        return new SandboxDetection(null, tried);
    }

    /// <summary>A sandbox, or, where the policy allows it, an ordinary process.</summary>
    /// <exception cref="DiagnosticException">There is neither.</exception>
    public static async Task<ISandbox> RequireAsync(SandboxOptions options, CancellationToken cancel = default)
    {
        SandboxDetection detection = await DetectAsync(options, cancel).ConfigureAwait(false);
        if (detection.Sandbox is not null) return detection.Sandbox;
        if (!options.AllowUnsafeCode) throw NoSandbox(options, detection.Tried);
        IReadOnlyList<PythonInterpreter> pythons = await PythonInterpreter.FindAllAsync(options.Clock, cancel).ConfigureAwait(false);
        return pythons.Count > 0
            ? new UnsafeProcess(pythons[0], options.Clock)
            : throw new DiagnosticException(
                SandboxCodes.NoSandbox, options.At, "Running generated code needs Python 3, and there is none on this machine.",
                "Install python3, or leave the task out.");
    }

    internal static async Task<Candidate> FindBubblewrapAsync(TimeProvider clock, CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux()) return new Candidate(null, "it exists on Linux only");
        if (Executables.Find("bwrap") is not { } program) return new Candidate(null, "bwrap is not in PATH");
        string? setpriv = Environment.IsPrivilegedProcess ? Executables.Find("setpriv") : null;
        if (Environment.IsPrivilegedProcess && setpriv is null)
        {
            return new Candidate(null, "as root it needs setpriv, which is not in PATH, to limit the number of processes");
        }

        string version = await AskVersionAsync(program, clock, cancel).ConfigureAwait(false);
        IReadOnlyList<PythonInterpreter> pythons = await PythonInterpreter.FindAllAsync(clock, cancel).ConfigureAwait(false);
        Candidate last = new(null, "there is no Python 3 on this machine");
        foreach (PythonInterpreter python in pythons)
        {
            last = await TryAsync(new BubblewrapSandbox(program, version, setpriv, python, clock), cancel).ConfigureAwait(false);
            if (last.Sandbox is not null) break;
        }

        return last;
    }

    internal static async Task<Candidate> FindContainerAsync(string engine, SandboxOptions options, CancellationToken cancel) =>
        Executables.Find(engine) is null
            ? new Candidate(null, $"{engine} is not in PATH")
            : await TryAsync(new ContainerSandbox(engine, options.ContainerImage, options.Clock), cancel).ConfigureAwait(false);

    private static async Task<Candidate> TryAsync(ISandbox sandbox, CancellationToken cancel)
    {
        try
        {
            SandboxLimits patient = new() { WallTime = TimeSpan.FromSeconds(60) };
            SandboxResult result = await sandbox.RunAsync(new PythonProgram("assert 1 + 1 == 2"), patient, cancel).ConfigureAwait(false);
            return result is SandboxResult.Passed
                ? new Candidate(sandbox, sandbox.Name)
                : new Candidate(null, $"a trivial program did not pass in {sandbox.Name}: {result}");
        }
        catch (DiagnosticException error)
        {
            return new Candidate(null, error.Diagnostics[0].Problem);
        }
        catch (Win32Exception error)
        {
            return new Candidate(null, error.Message);
        }
    }

    private static async Task<string> AskVersionAsync(string program, TimeProvider clock, CancellationToken cancel)
    {
        ProcessOutcome outcome = await ProcessRun.RunAsync(
            program, ["--version"], new Dictionary<string, string>(), "/", [], new SandboxLimits(), clock, null, cancel)
            .ConfigureAwait(false);
        return outcome.Output.Trim().Split(' ')[^1];
    }

    private static DiagnosticException NoSandbox(SandboxOptions options, IReadOnlyList<Trial> tried) => new(
        SandboxCodes.NoSandbox, options.At,
        "Running generated code needs a sandbox, and none works on this machine: "
        + $"{string.Join("; ", tried.Select(trial => $"{trial.Backend}: {trial.Detail.TrimEnd('.')}"))}.",
        $"Install bubblewrap and python3, or start a container engine that has the image {options.ContainerImage}, "
        + "or leave the task out; on a machine that may be harmed, `allow-unsafe-code: true` runs the code without a sandbox.");

    internal sealed record Candidate(ISandbox? Sandbox, string Detail);
}
