using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace ModelGate.Numerics;

/// <summary>A fixed set of threads that share one loop at a time.</summary>
/// <remarks>
/// A worker that has nothing to do watches a generation counter: first with pause instructions (some tens of microseconds), then
/// yielding, then blocked, so that an idle pool costs nothing. Chunks are handed out one by one from a shared counter.
/// </remarks>
public sealed unsafe class WorkerPool : IDisposable
{
    private const int PauseRounds = 300;
    private const int YieldRounds = 40;

    private readonly Thread[] helpers;
    private readonly NativeBuffer?[] workerScratch;
    private readonly object parking = new();
    private NativeBuffer? sharedScratch;
    private NativeBuffer? tokenScratch;
    private Action<int, int>? body;
    private ExceptionDispatchInfo? failure;
    private int chunkCount;
    private int sleepers;
    private bool running;
    private volatile bool disposed;
    private Counters counters;

    /// <param name="threads">The caller's thread included.</param>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        workerScratch = new NativeBuffer?[threads];
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.Length; i++)
        {
            int worker = i + 1;
            helpers[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"ModelGate worker {worker}" };
            helpers[i].Start();
        }
    }

    /// <summary>The caller's thread included.</summary>
    public int Threads { get; }

    /// <summary>All processors this process may use.</summary>
    public static WorkerPool ForThisMachine() => new(Environment.ProcessorCount);

    /// <summary>Calls <paramref name="body"/>(chunk, worker) once for each chunk below <paramref name="chunks"/>; worker is below <see cref="Threads"/>
    /// and no two calls run on one worker at once. Returns when all are done; the first exception is rethrown and the chunks not yet
    /// handed out are skipped.</summary>
    /// <exception cref="InvalidOperationException">The pool is running another loop: from inside a body, or from another thread.</exception>
    public void Run(int chunks, Action<int, int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        ObjectDisposedException.ThrowIf(disposed, this);
        if (Interlocked.Exchange(ref running, true)) throw new InvalidOperationException("The worker pool is already running a loop.");
        try
        {
            if (chunks <= 1 || Threads == 1)
            {
                for (int chunk = 0; chunk < chunks; chunk++) body(chunk, 0);
                return;
            }

            RunShared(chunks, body);
        }
        finally
        {
            Volatile.Write(ref running, false);
        }
    }

    /// <summary>64-byte aligned memory of one worker, at least <paramref name="byteCount"/> long, content undefined; the same memory on every
    /// call that does not ask for more. Only that worker may ask, during a run (the caller is worker 0).</summary>
    public byte* WorkerScratch(int worker, long byteCount) => Grown(ref workerScratch[worker], byteCount);

    /// <summary>As <see cref="WorkerScratch"/>, but one memory that the caller fills and all workers read.</summary>
    internal byte* SharedScratch(long byteCount) => Grown(ref sharedScratch, byteCount);

    /// <summary>As <see cref="SharedScratch"/>, a second one: quantized activations live while they are packed into the first.</summary>
    internal byte* TokenScratch(long byteCount) => Grown(ref tokenScratch, byteCount);

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        Interlocked.Increment(ref counters.Generation);
        lock (parking) Monitor.PulseAll(parking);
        foreach (Thread helper in helpers) helper.Join();
        foreach (NativeBuffer? buffer in workerScratch) buffer?.Dispose();
        sharedScratch?.Dispose();
        tokenScratch?.Dispose();
    }

    private static byte* Grown(ref NativeBuffer? buffer, long byteCount)
    {
        if (buffer is null || buffer.ByteCount < byteCount)
        {
            buffer?.Dispose();
            buffer = new NativeBuffer(byteCount);
        }

        return buffer.Data;
    }

    private void RunShared(int chunks, Action<int, int> work)
    {
        body = work;
        chunkCount = chunks;
        failure = null;
        counters.Next = 0;
        counters.Busy = helpers.Length;
        Interlocked.Increment(ref counters.Generation);
        if (Volatile.Read(ref sleepers) > 0)
        {
            lock (parking) Monitor.PulseAll(parking);
        }

        Drain(0);
        for (int round = 0; Volatile.Read(ref counters.Busy) > 0; round++)
        {
            if (round < PauseRounds) Thread.SpinWait(8);
            else Thread.Yield();
        }

        body = null;
        failure?.Throw();
    }

    private void Serve(int worker)
    {
        int seen = 0;
        while (true)
        {
            seen = AwaitGenerationAfter(seen);
            if (disposed) return;
            Drain(worker);
            Interlocked.Decrement(ref counters.Busy);
        }
    }

    private int AwaitGenerationAfter(int seen)
    {
        for (int round = 0; round < PauseRounds + YieldRounds; round++)
        {
            int generation = Volatile.Read(ref counters.Generation);
            if (generation != seen) return generation;
            if (round < PauseRounds) Thread.SpinWait(8);
            else Thread.Yield();
        }

        lock (parking)
        {
            Interlocked.Increment(ref sleepers);
            while (Volatile.Read(ref counters.Generation) == seen) Monitor.Wait(parking);
            Interlocked.Decrement(ref sleepers);
        }

        return Volatile.Read(ref counters.Generation);
    }

    private void Drain(int worker)
    {
        Action<int, int> work = body!;
        int count = chunkCount;
        try
        {
            for (int chunk; (chunk = Interlocked.Increment(ref counters.Next) - 1) < count;) work(chunk, worker);
        }
#pragma warning disable CA1031 // Whatever the body throws is carried to the caller of Run.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            Volatile.Write(ref counters.Next, count);
        }
    }

    /// <summary>Each counter on cache lines of its own, so that handing out a chunk does not disturb those who wait.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Counters
    {
        [FieldOffset(128)]
        public int Generation;

        [FieldOffset(256)]
        public int Next;

        [FieldOffset(384)]
        public int Busy;
    }
}
