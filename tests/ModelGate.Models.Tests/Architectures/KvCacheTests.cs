using ModelGate.Models.Architectures;

namespace ModelGate.Models.Tests.Architectures;

public sealed class KvCacheTests
{
    private const int BlockBytes = 2 * 16 * 4 * sizeof(float);

    [Fact]
    public void Fork_shares_whole_blocks_and_copies_the_last_partial_one()
    {
        using var cache = new KvCache(layers: 1, keyValueHeads: 1, headDim: 4, maxBytes: 100 * BlockBytes);
        using KvSequence first = cache.NewSequence();
        first.Append(40);
        Mark(cache, first.Blocks[2], 7);

        using KvSequence fork = first.Fork(35);
        Assert.Equal((35, 3, 4), (fork.Length, fork.Blocks.Count, cache.UsedBlocks));
        Assert.Equal(first.Blocks.Take(2), fork.Blocks.Take(2));
        Assert.NotEqual(first.Blocks[2], fork.Blocks[2]);
        Assert.Equal(7, Read(cache, fork.Blocks[2]));

        using KvSequence whole = first.Fork(32);
        Assert.Equal(first.Blocks.Take(2), whole.Blocks);
        Assert.Equal(4, cache.UsedBlocks);
    }

    [Fact]
    public void Dispose_releases_a_block_when_its_last_sequence_is_gone()
    {
        using var cache = new KvCache(1, 1, 4, 100 * BlockBytes);
        KvSequence first = cache.NewSequence();
        first.Append(33);
        KvSequence fork = first.Fork(33);
        KvSequence same = cache.NewSequence([fork.Blocks[0]]);
        Assert.Equal(16, same.Length);
        Assert.Equal(4, cache.UsedBlocks);

        first.Dispose();
        first.Dispose();
        Assert.Equal(3, cache.UsedBlocks);
        fork.Dispose();
        Assert.Equal(1, cache.UsedBlocks);
        same.Dispose();
        Assert.Equal(0, cache.UsedBlocks);
    }

    [Fact]
    public void Append_beyond_the_bound_is_refused_and_memory_stays_within_it()
    {
        using var cache = new KvCache(1, 1, 4, 3 * BlockBytes + 1);
        Assert.Equal((3, BlockBytes), (cache.MaxBlocks, cache.BlockBytes));
        using KvSequence sequence = cache.NewSequence();
        sequence.Append(48);
        Assert.Equal(0, cache.FreeBlocks);
        Assert.Throws<InvalidOperationException>(() => sequence.Append(1));
        Assert.Equal(48, sequence.Length);
    }

    [Fact]
    public void Take_after_release_reuses_blocks()
    {
        using var cache = new KvCache(2, 3, 4, long.MaxValue);
        for (int i = 0; i < 1000; i++)
        {
            using KvSequence sequence = cache.NewSequence();
            sequence.Append(100);
            Assert.True(sequence.Blocks.All(block => block < 7));
        }
    }

    private static unsafe void Mark(KvCache cache, int block, float value) => cache.Address(block, 0)[cache.HeadFloats - 1] = value;

    private static unsafe float Read(KvCache cache, int block) => cache.Address(block, 0)[cache.HeadFloats - 1];
}
