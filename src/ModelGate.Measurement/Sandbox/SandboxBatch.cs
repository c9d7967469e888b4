namespace ModelGate.Measurement.Sandbox;

/// <summary>Many programs, several at a time.</summary>
public static class SandboxBatch
{
    /// <param name="parallelism">Programs at one time, at least 1.</param>
    /// <param name="finished">Told how many have ended.</param>
    /// <returns>Results in the order of the programs.</returns>
    public static async Task<IReadOnlyList<SandboxResult>> RunAllAsync(
        this ISandbox sandbox, IReadOnlyList<PythonProgram> programs, SandboxLimits limits, int parallelism,
        IProgress<int>? finished = null, CancellationToken cancel = default)
    {
        SandboxResult[] results = new SandboxResult[programs.Count];
        int count = 0;
        ParallelOptions options = new() { MaxDegreeOfParallelism = parallelism, CancellationToken = cancel };
        await Parallel.ForAsync(0, programs.Count, options, async (index, token) =>
        {
            results[index] = await sandbox.RunAsync(programs[index], limits, token).ConfigureAwait(false);
            finished?.Report(Interlocked.Increment(ref count));
        }).ConfigureAwait(false);
        return results;
    }
}
