using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Sandbox;

/// <summary>The error for a sandbox that did not let a program begin; such a run says nothing about the program.</summary>
internal static class SandboxFailure
{
    public static DiagnosticException NotBegun(string sandbox, ProcessOutcome outcome)
    {
        string detail = PythonLauncher.Tail(outcome.Error, 400).Trim().ReplaceLineEndings(" ");
        return new DiagnosticException(
            SandboxCodes.SandboxFailed, new SourcePoint(sandbox),
            $"The sandbox ended with code {outcome.ExitCode} before the program began{(detail.Length > 0 ? $": {detail}" : "")}.",
            "Run `dotnet quantgate doctor`, free memory and processes on this machine, and start again.");
    }
}
