namespace ModelGate.Measurement.Sandbox;

/// <summary>How a program ended. Only <see cref="Passed"/> counts as a pass.</summary>
public abstract record SandboxResult
{
    private SandboxResult()
    {
    }

    public sealed record Passed : SandboxResult;

    /// <param name="ExitCode">128 + n where signal n ended it; 0 where it left before its last line, as by <c>sys.exit()</c>.</param>
    /// <param name="ErrorTail">The end of what it printed to standard error.</param>
    public sealed record Failed(int ExitCode, string ErrorTail) : SandboxResult;

    /// <param name="Limit">The limit that was reached, of CPU or of wall time.</param>
    public sealed record TimedOut(TimeSpan Limit) : SandboxResult;

    public sealed record OutOfMemory(long LimitBytes) : SandboxResult;

    public sealed record OutputTooLarge(long LimitBytes) : SandboxResult;
}
