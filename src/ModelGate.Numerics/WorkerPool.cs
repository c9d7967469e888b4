namespace ModelGate.Numerics;

/// <summary>A fixed set of threads that share one loop at a time.</summary>
public sealed class WorkerPool : IDisposable
{
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
    }

    /// <summary>The caller's thread included.</summary>
    public int Threads { get; }

    /// <summary>All processors this process may use.</summary>
    public static WorkerPool ForThisMachine() => new(Environment.ProcessorCount);

    /// <summary>Calls <paramref name="body"/>(chunk, worker) once for each chunk below <paramref name="chunks"/>; worker is below <see cref="Threads"/>
    /// and no two calls run on one worker at once. Returns when all are done; the first exception is rethrown.</summary>
    public void Run(int chunks, Action<int, int> body)
    {
        if (chunks <= 1 || Threads == 1)
        {
            for (int chunk = 0; chunk < chunks; chunk++) body(chunk, 0);
            return;
        }

        int next = -1;
        Parallel.For(0, Threads, worker =>
        {
            for (int chunk; (chunk = Interlocked.Increment(ref next)) < chunks;) body(chunk, worker);
        });
    }

    public void Dispose()
    {
    }
}
