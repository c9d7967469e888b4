namespace ModelGate.Numerics.Tests;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_any_count_calls_each_chunk_once(int threads)
    {
        using var pool = new WorkerPool(threads);
        foreach (int chunks in (int[])[0, 1, 2, 3, 100, 10_000])
        {
            int[] calls = new int[chunks];
            pool.Run(chunks, (chunk, worker) =>
            {
                Assert.InRange(worker, 0, threads - 1);
                Interlocked.Increment(ref calls[chunk]);
            });
            Assert.All(calls, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Run_many_short_loops_never_share_a_worker()
    {
        using var pool = new WorkerPool(3);
        int[] inside = new int[3];
        for (int run = 0; run < 2_000; run++)
        {
            pool.Run(4, (_, worker) =>
            {
                if (Interlocked.Increment(ref inside[worker]) != 1) throw new InvalidOperationException("Two calls on one worker.");
                Interlocked.Decrement(ref inside[worker]);
            });
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_failing_body_rethrows_and_the_pool_stays_usable(int threads)
    {
        using var pool = new WorkerPool(threads);
        for (int attempt = 0; attempt < 10; attempt++)
        {
            Assert.Throws<FormatException>(() => pool.Run(50, (chunk, _) =>
            {
                if (chunk == 7) throw new FormatException();
            }));
        }

        int sum = 0;
        pool.Run(10, (chunk, _) => Interlocked.Add(ref sum, chunk));
        Assert.Equal(45, sum);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_inside_a_body_is_refused(int threads)
    {
        using var pool = new WorkerPool(threads);
        Assert.Throws<InvalidOperationException>(() => pool.Run(4, (_, _) => pool.Run(1, (_, _) => { })));
    }

    [Fact]
    public void Run_after_disposal_is_refused()
    {
        var pool = new WorkerPool(2);
        pool.Dispose();
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Run(1, (_, _) => { }));
    }

    [Fact]
    public unsafe void WorkerScratch_same_size_is_the_same_memory()
    {
        using var pool = new WorkerPool(1);
        byte* first = pool.WorkerScratch(0, 1000);
        Assert.True(first == pool.WorkerScratch(0, 500));
        Assert.Equal(0, (nint)pool.WorkerScratch(0, 100_000) % 64);
    }
}
