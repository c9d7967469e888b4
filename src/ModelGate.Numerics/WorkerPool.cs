using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace ModelGate.Numerics;

/// <summary>A fixed set of threads that share one loop at a time.</summary>
/// <remarks>
/// A helper that has nothing to do watches a state word: first with pause instructions (some tens of microseconds), then yielding, then
/// blocked, so that an idle pool costs nothing. Chunks are handed out one by one from a shared counter. The caller works too, and
/// waits only for helpers that joined while chunks were left: on a busy machine a loop never waits for a helper to be scheduled.
/// </remarks>
public sealed unsafe class WorkerPool : IDisposable
{
    private const int PauseRounds = 300;
    private const int YieldRounds = 40;
    private const long Open = 1L << 31;
    private const long Generation = 1L << 32;

    private readonly Thread[] helpers;
    private readonly NativeBuffer?[] workerScratch;
    private readonly object parking = new();
    private readonly object finishing = new();
    private NativeBuffer? sharedScratch;
    private NativeBuffer? tokenScratch;
    private Action<int, int>? body;
    private ExceptionDispatchInfo? failure;
    private int chunkCount;
    private int sleepers;
    private int callerIsBlocked;
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

    /// <summary>
    /// Calls <paramref name="body"/>(chunk, worker) once for each chunk below <paramref name="chunks"/>; worker is below
    /// <see cref="Threads"/> and no two calls run on one worker at once. Returns when all are done; the first exception is rethrown and
    /// the chunks not yet handed out are skipped.
    /// </summary>
    /// <exception cref="InvalidOperationException">The pool is already running a loop: of another thread, or around this call.</exception>
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

    /// <summary>64-byte aligned memory of one worker, at least <paramref name="byteCount"/> long, content undefined; the same memory on
    /// every call that does not ask for more. Only that worker may ask, during a run (the caller is worker 0).</summary>
    public byte* WorkerScratch(int worker, long byteCount) => Grown(ref workerScratch[worker], byteCount);

    /// <summary>As <see cref="WorkerScratch"/>, but one memory that the caller fills and all workers read.</summary>
    internal byte* SharedScratch(long byteCount) => Grown(ref sharedScratch, byteCount);

    /// <summary>As <see cref="SharedScratch"/>, a second one: quantized activations live while they are packed into the first.</summary>
    internal byte* TokenScratch(long byteCount) => Grown(ref tokenScratch, byteCount);

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        Interlocked.Add(ref counters.State, Generation);
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
        Interlocked.Add(ref counters.State, Generation + Open);
        WakeSleepers();
        Drain(0);
        Interlocked.Add(ref counters.State, -Open);
        AwaitJoinedHelpers();
        body = null;
        failure?.Throw();
    }

    private void WakeSleepers()
    {
        if (Volatile.Read(ref sleepers) == 0) return;
        lock (parking) Monitor.PulseAll(parking);
    }

    private void AwaitJoinedHelpers()
    {
        for (int round = 0; round < PauseRounds + YieldRounds; round++)
        {
            if (JoinedHelpers(Volatile.Read(ref counters.State)) == 0) return;
            if (round < PauseRounds) Thread.SpinWait(8);
            else Thread.Yield();
        }

        lock (finishing)
        {
            Interlocked.Exchange(ref callerIsBlocked, 1);
            while (JoinedHelpers(Volatile.Read(ref counters.State)) != 0) Monitor.Wait(finishing);
            callerIsBlocked = 0;
        }
    }

    private void Serve(int worker)
    {
        long seen = 0;
        while (true)
        {
            long state = AwaitChangeFrom(seen);
            if (disposed) return;
            seen = state / Generation;
            if (!TryJoin(state)) continue;
            Drain(worker);
            long left = Interlocked.Decrement(ref counters.State);
            if (JoinedHelpers(left) != 0 || Volatile.Read(ref callerIsBlocked) == 0) continue;
            lock (finishing) Monitor.PulseAll(finishing);
        }
    }

    /// <summary>False when the loop that <paramref name="state"/> belongs to has no chunks left.</summary>
    private bool TryJoin(long state)
    {
        long generation = state / Generation;
        while (state / Generation == generation && (state & Open) != 0)
        {
            long found = Interlocked.CompareExchange(ref counters.State, state + 1, state);
            if (found == state) return true;
            state = found;
        }

        return false;
    }

    private long AwaitChangeFrom(long seen)
    {
        long state;
        for (int round = 0; round < PauseRounds + YieldRounds; round++)
        {
            state = Volatile.Read(ref counters.State);
            if (state / Generation != seen) return state;
            if (round < PauseRounds) Thread.SpinWait(8);
            else Thread.Yield();
        }

        lock (parking)
        {
            Interlocked.Increment(ref sleepers);
            while ((state = Volatile.Read(ref counters.State)) / Generation == seen) Monitor.Wait(parking);
            Interlocked.Decrement(ref sleepers);
        }

        return state;
    }

    private static long JoinedHelpers(long state) => state & (Open - 1);

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

    /// <summary>Each on cache lines of its own, so that handing out a chunk does not disturb those who wait.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Counters
    {
        /// <summary>Loops begun (from bit 32), whether the last one still has chunks (bit 31), helpers inside it.</summary>
        [FieldOffset(128)]
        public long State;

        [FieldOffset(256)]
        public int Next;
    }
}
