namespace ModelGate.Tool;

/// <summary>What the process returns. When several hold: 2, 3, 1, 4, 0 in this order.</summary>
internal static class ExitCodes
{
    public const int Passed = 0;

    /// <summary>A gate failed; no data is a failure too.</summary>
    public const int Failed = 1;

    /// <summary>Policy or usage is wrong; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>The run could not finish.</summary>
    public const int Unfinished = 3;

    public const int Inconclusive = 4;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>SIGTERM.</summary>
    public const int Terminated = 143;
}
