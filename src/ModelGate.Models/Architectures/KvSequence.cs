namespace ModelGate.Models.Architectures;

/// <summary>The cached positions of one sequence: a list of blocks of a <see cref="KvCache"/>. Disposing it releases them.</summary>
/// <remarks>Only whole blocks are ever shared, so appending never writes into another sequence's block.</remarks>
public sealed class KvSequence : IDisposable
{
    private readonly KvCache cache;
    private readonly List<int> blocks;
    private bool disposed;

    internal KvSequence(KvCache cache, List<int> blocks, int length)
    {
        (this.cache, this.blocks, Length) = (cache, blocks, length);
    }

    /// <summary>Positions that are filled.</summary>
    public int Length { get; private set; }

    public IReadOnlyList<int> Blocks => blocks;

    /// <summary>Makes room for <paramref name="count"/> more positions and counts them as filled; the decoder then fills them.</summary>
    public void Append(int count)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int needed = KvCache.BlocksFor(Length + count);
        while (blocks.Count < needed) blocks.Add(cache.Take());
        Length += count;
    }

    /// <summary>
    /// Another sequence with the first <paramref name="length"/> positions of this one: whole blocks are shared, a last partial one is
    /// copied.
    /// </summary>
    public KvSequence Fork(int length)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        int whole = length / KvCache.BlockPositions;
        var shared = blocks.GetRange(0, whole);
        foreach (int block in shared) cache.Share(block);
        if (length % KvCache.BlockPositions != 0)
        {
            int copy = cache.Take();
            cache.Copy(blocks[whole], copy);
            shared.Add(copy);
        }

        return new KvSequence(cache, shared, length);
    }

    public KvSequence Fork() => Fork(Length);

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        foreach (int block in blocks) cache.Release(block);
        blocks.Clear();
    }
}
