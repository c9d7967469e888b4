namespace ModelGate.Measurement.Accuracy.Code;

/// <summary>Runs generated programs where they can do no harm: no network, read-only files, limits on time, memory and processes.</summary>
public interface ICodeRunner
{
    /// <summary>Why programs cannot be run here, with what to do; null where they can.</summary>
    string? Unavailable { get; }

    /// <summary>Runs each program in a process of its own; outcomes in the order of the programs.</summary>
    IReadOnlyList<CodeOutcome> Run(IReadOnlyList<CodeProgram> programs, CancellationToken cancel);
}

/// <param name="Source">A whole Python program; it passes when it ends with exit code 0.</param>
/// <param name="TimeLimit">Wall time until it is killed.</param>
public sealed record CodeProgram(string Source, TimeSpan TimeLimit);

/// <summary>How one program ended.</summary>
public abstract record CodeOutcome
{
    private CodeOutcome()
    {
    }

    public sealed record Passed : CodeOutcome;

    /// <param name="Error">The end of its error output, shortened.</param>
    public sealed record Failed(string Error) : CodeOutcome;

    public sealed record TimedOut : CodeOutcome;
}
