using ModelGate.Measurement.Accuracy.Code;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Sandbox;

/// <summary>
/// Runs the programs of coding tasks in the sandbox that this machine has. The sandbox is looked for when it is first needed.
/// </summary>
public sealed class SandboxedCodeRunner(SandboxOptions options) : ICodeRunner
{
    private readonly Lazy<(ISandbox? Sandbox, string? Reason)> found = new(() => Find(options));

    public string? Unavailable => found.Value.Reason;

    /// <summary>For reports; null where there is none.</summary>
    public string? SandboxName => found.Value.Sandbox?.Name;

    /// <summary>False where programs would run as ordinary processes of this user.</summary>
    public bool IsIsolated => found.Value.Sandbox?.IsIsolated ?? true;

    /// <exception cref="DiagnosticException">The sandbox itself failed, so that nothing can be said of the programs.</exception>
    public IReadOnlyList<CodeOutcome> Run(IReadOnlyList<CodeProgram> programs, CancellationToken cancel)
    {
        ISandbox sandbox = found.Value.Sandbox ?? throw new InvalidOperationException(found.Value.Reason);
        CodeOutcome[] outcomes = new CodeOutcome[programs.Count];
        foreach (IGrouping<TimeSpan, int> sameLimit in Enumerable.Range(0, programs.Count).GroupBy(i => programs[i].TimeLimit))
        {
            int[] indices = [.. sameLimit];
            var limits = new SandboxLimits { CpuTime = sameLimit.Key };
            IReadOnlyList<SandboxResult> results = sandbox
                .RunAllAsync(
                    [.. indices.Select(i => new PythonProgram(programs[i].Source))], limits, Environment.ProcessorCount, cancel: cancel)
                .GetAwaiter().GetResult();
            for (int i = 0; i < indices.Length; i++) outcomes[indices[i]] = Outcome(results[i]);
        }

        return outcomes;
    }

    private static CodeOutcome Outcome(SandboxResult result) => result switch
    {
        SandboxResult.Passed => new CodeOutcome.Passed(),
        SandboxResult.TimedOut => new CodeOutcome.TimedOut(),
        SandboxResult.OutOfMemory memory => new CodeOutcome.Failed($"needed more than {memory.LimitBytes >> 20} MiB"),
        SandboxResult.OutputTooLarge output => new CodeOutcome.Failed($"printed more than {output.LimitBytes >> 10} KiB"),
        SandboxResult.Failed failed => new CodeOutcome.Failed(failed.ErrorTail),
        _ => throw new InvalidOperationException($"No outcome for {result.GetType().Name}."),
    };

    private static (ISandbox?, string?) Find(SandboxOptions options)
    {
        try
        {
            return (SandboxDetection.RequireAsync(options).GetAwaiter().GetResult(), null);
        }
        catch (DiagnosticException error)
        {
            Diagnostic reason = error.Diagnostics[0];
            return (null, $"{reason.Problem} {reason.Remedy}");
        }
    }
}
