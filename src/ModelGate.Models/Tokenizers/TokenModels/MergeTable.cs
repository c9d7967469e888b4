using System.Numerics;

namespace ModelGate.Models.Tokenizers.TokenModels;

/// <summary>Merge rules by their pair of ids: open addressing at a load of at most one half.</summary>
internal sealed class MergeTable
{
    /// <summary>No pair has this key: ids are below 2²⁴.</summary>
    private const ulong Empty = ulong.MaxValue;

    private readonly ulong[] _pairs;
    private readonly Merge[] _merges;
    private readonly int _shift;

    public MergeTable(int capacity)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, 8) * 2);
        _pairs = new ulong[size];
        Array.Fill(_pairs, Empty);
        _merges = new Merge[size];
        _shift = 64 - BitOperations.Log2((uint)size);
    }

    /// <summary>A later rule for the same pair replaces the earlier, as in the reference library.</summary>
    public void Set(int left, int right, Merge merge)
    {
        int slot = Slot(Pair(left, right));
        _pairs[slot] = Pair(left, right);
        _merges[slot] = merge;
    }

    public bool TryFind(int left, int right, out Merge merge)
    {
        int slot = Slot(Pair(left, right));
        merge = _merges[slot];
        return _pairs[slot] != Empty;
    }

    private static ulong Pair(int left, int right) => (ulong)(uint)left << 32 | (uint)right;

    private int Slot(ulong pair)
    {
        int mask = _pairs.Length - 1;
        int slot = (int)(pair * 0x9E3779B97F4A7C15 >> _shift);
        while (_pairs[slot] != pair && _pairs[slot] != Empty) slot = slot + 1 & mask;
        return slot;
    }
}

/// <param name="Rank">Lower merges first.</param>
/// <param name="Id">The token that the pair becomes.</param>
internal readonly record struct Merge(int Rank, int Id);
