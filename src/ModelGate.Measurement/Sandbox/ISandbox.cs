using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Sandbox;

/// <summary>Runs programs that nobody read, such as a model's answers to coding tasks.</summary>
public interface ISandbox
{
    /// <summary>For reports, such as <c>bubblewrap 0.8.0, Python 3.11.2</c>.</summary>
    string Name { get; }

    /// <summary>False where the program is an ordinary process of this user; results made so are marked.</summary>
    bool IsIsolated { get; }

    /// <summary>Runs one program to its end or to a limit; nothing of it is left behind.</summary>
    /// <exception cref="DiagnosticException">The sandbox itself failed: the program never began.</exception>
    Task<SandboxResult> RunAsync(PythonProgram program, SandboxLimits limits, CancellationToken cancel = default);
}

/// <summary>A whole program with its tests: it passes by reaching its last line and leaving with code 0.</summary>
public sealed record PythonProgram(string Source);
