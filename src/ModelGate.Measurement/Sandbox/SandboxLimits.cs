namespace ModelGate.Measurement.Sandbox;

/// <summary>What one program may use. CPU time decides about endless loops, so that a busy machine does not fail a good program.</summary>
public sealed record SandboxLimits
{
    /// <summary>Of each process; whole seconds, at least 1.</summary>
    public TimeSpan CpuTime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>From start to end, waiting and sleeping included.</summary>
    public TimeSpan WallTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Address space of each process in bytes; in a container the memory of all together.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>Processes and threads at one time.</summary>
    public int Processes { get; init; } = 16;

    /// <summary>Size in bytes of the folder for temporary files, and of any one file.</summary>
    public long FileBytes { get; init; } = 16L << 20;

    public int OpenFiles { get; init; } = 64;

    /// <summary>Bytes that may be printed, both streams together.</summary>
    public long OutputBytes { get; init; } = 1L << 20;
}
