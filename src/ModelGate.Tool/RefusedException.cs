using ModelGate.Models.Diagnostics;

namespace ModelGate.Tool;

/// <summary>What was asked for must not be had, since a gate does not vouch for it: exit code 1, or 4 where nothing was decided.</summary>
internal sealed class RefusedException(IReadOnlyList<Diagnostic> diagnostics, int exitCode = ExitCodes.Failed)
    : Exception(string.Join(Environment.NewLine, diagnostics))
{
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;

    public int ExitCode { get; } = exitCode;
}
