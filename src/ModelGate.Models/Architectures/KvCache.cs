using ModelGate.Numerics;
using ModelGate.Numerics.Kernels;

namespace ModelGate.Models.Architectures;

/// <summary>
/// Keys and values of all layers in blocks of 16 positions. Blocks are reference-counted, so sequences with the same beginning share
/// them; memory grows on demand up to a bound and is given back when the cache is disposed.
/// </summary>
/// <remarks>
/// One block holds, for each layer and then for each key/value head, one <see cref="KeyValueBlock"/>. Not thread-safe.
/// </remarks>
public sealed unsafe class KvCache : IDisposable
{
    public const int BlockPositions = KeyValueBlock.Positions;

    private const int SlabBytesWanted = 32 << 20;

    private readonly List<NativeBuffer> slabs = [];
    private readonly Stack<int> free = new();
    private readonly List<int> references = [];
    private readonly int blocksPerSlab;
    private readonly long blockFloats;

    /// <param name="maxBytes">Most bytes to hold; at least one block is allowed whatever the bound.</param>
    public KvCache(int layers, int keyValueHeads, int headDim, long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(keyValueHeads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(headDim, 1);
        (Layers, KeyValueHeads, HeadDim) = (layers, keyValueHeads, headDim);
        blockFloats = checked((long)layers * keyValueHeads * HeadFloats);
        BlockBytes = blockFloats * sizeof(float);
        MaxBlocks = (int)Math.Clamp(maxBytes / BlockBytes, 1, int.MaxValue / 2);
        blocksPerSlab = (int)Math.Clamp(SlabBytesWanted / BlockBytes, 1, MaxBlocks);
    }

    public int Layers { get; }

    public int KeyValueHeads { get; }

    public int HeadDim { get; }

    public long BlockBytes { get; }

    public int MaxBlocks { get; }

    public int UsedBlocks => references.Count - free.Count;

    public int FreeBlocks => MaxBlocks - UsedBlocks;

    /// <summary>Floats from one key/value head's keys to the next head's, values included.</summary>
    public long HeadFloats => KeyValueBlock.Floats(HeadDim);

    public static int BlocksFor(int positions) => (positions + BlockPositions - 1) / BlockPositions;

    /// <summary>
    /// The <see cref="KeyValueBlock"/> of head 0 in <paramref name="layer"/>; the next head's is <see cref="HeadFloats"/> further.
    /// </summary>
    public float* Address(int block, int layer) =>
        slabs[block / blocksPerSlab].Floats + (block % blocksPerSlab * blockFloats) + (layer * KeyValueHeads * HeadFloats);

    public KvSequence NewSequence() => new(this, [], 0);

    /// <summary>A sequence that begins with whole blocks which other sequences have filled and still hold.</summary>
    public KvSequence NewSequence(IReadOnlyList<int> filledBlocks)
    {
        foreach (int block in filledBlocks) Share(block);
        return new KvSequence(this, [.. filledBlocks], filledBlocks.Count * BlockPositions);
    }

    /// <summary>A block with one reference; its content is undefined.</summary>
    /// <exception cref="InvalidOperationException">All <see cref="MaxBlocks"/> are in use; callers check <see cref="FreeBlocks"/>
    /// first.</exception>
    internal int Take()
    {
        if (free.Count == 0) Grow();
        int block = free.Pop();
        references[block] = 1;
        return block;
    }

    internal void Share(int block) => references[block]++;

    internal void Release(int block)
    {
        if (--references[block] == 0) free.Push(block);
    }

    internal void Copy(int from, int to) =>
        Buffer.MemoryCopy(Address(from, 0), Address(to, 0), BlockBytes, BlockBytes);

    public void Dispose()
    {
        foreach (NativeBuffer slab in slabs) slab.Dispose();
        slabs.Clear();
    }

    private void Grow()
    {
        int count = Math.Min(blocksPerSlab, MaxBlocks - references.Count);
        if (count <= 0) throw new InvalidOperationException($"All {MaxBlocks} blocks of the key/value cache are in use.");
        var slab = NativeBuffer.OfFloats(count * blockFloats);
        // Positions behind a sequence's end are masked by weight 0, and 0 · NaN would not be 0.
        slab.Clear();
        slabs.Add(slab);
        int first = references.Count;
        for (int i = 0; i < count; i++) references.Add(0);
        for (int i = count - 1; i >= 0; i--) free.Push(first + i);
    }
}
