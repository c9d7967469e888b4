using ModelGate.Models.Architectures;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>
/// The prompts of running generations as a tree of whole cache blocks, so that a later prompt with the same beginning shares the computed
/// ones.
/// A block is in the tree as long as a running generation uses it, and so its memory is held by that generation.
/// </summary>
internal sealed class PromptPrefixes
{
    private readonly Block root = new(null, default);

    /// <summary>
    /// Finds the blocks that a prompt can share and enters those that it will compute itself. The last token of a prompt is never shared:
    /// its
    /// logits are needed.
    /// </summary>
    /// <returns>Null while another generation computes the next block of this prompt: waiting is cheaper than computing it twice.</returns>
    public Lease? Enter(ReadOnlyMemory<int> prompt)
    {
        var path = new List<Block>();
        Block last = root;
        int blocks = (prompt.Length - 1) / KvCache.BlockPositions;
        while (path.Count < blocks && last.Children.TryGetValue(KeyOf(prompt, path.Count), out Block? next))
        {
            if (next.CacheBlock is null) return null;
            path.Add(last = next);
        }

        int shared = path.Count;
        while (path.Count < blocks)
        {
            BlockKey key = KeyOf(prompt, path.Count);
            var block = new Block(last, key);
            last.Children.Add(key, block);
            path.Add(last = block);
        }

        foreach (Block block in path) block.Users++;
        return new Lease(path, shared);
    }

    private static BlockKey KeyOf(ReadOnlyMemory<int> prompt, int block) =>
        new(prompt.Slice(block * KvCache.BlockPositions, KvCache.BlockPositions));

    /// <summary>What one generation uses of the tree; disposing it takes out the blocks that nobody else uses.</summary>
    internal sealed class Lease(List<Block> path, int shared) : IDisposable
    {
        /// <summary>Cache blocks of the first positions, computed by others.</summary>
        public IReadOnlyList<int> SharedBlocks { get; } = path.GetRange(0, shared).ConvertAll(block => block.CacheBlock!.Value);

        /// <summary>Lets others share the whole blocks that <paramref name="sequence"/> has computed.</summary>
        public void Offer(KvSequence sequence)
        {
            int whole = Math.Min(path.Count, sequence.Length / KvCache.BlockPositions);
            for (int i = whole - 1; i >= 0 && path[i].CacheBlock is null; i--) path[i].CacheBlock = sequence.Blocks[i];
        }

        public void Dispose()
        {
            for (int i = path.Count - 1; i >= 0; i--)
            {
                if (--path[i].Users == 0) path[i].Parent!.Children.Remove(path[i].Key);
            }

            path.Clear();
        }
    }

    internal sealed class Block(Block? parent, BlockKey key)
    {
        public Block? Parent { get; } = parent;

        public BlockKey Key { get; } = key;

        public Dictionary<BlockKey, Block> Children { get; } = [];

        /// <summary>Null until computed.</summary>
        public int? CacheBlock { get; set; }

        public int Users { get; set; }
    }

    /// <summary>The tokens of one block, compared by value.</summary>
    internal readonly struct BlockKey(ReadOnlyMemory<int> tokens) : IEquatable<BlockKey>
    {
        private readonly ReadOnlyMemory<int> tokens = tokens;

        public bool Equals(BlockKey other) => tokens.Span.SequenceEqual(other.tokens.Span);

        public override bool Equals(object? obj) => obj is BlockKey other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(tokens.Span));
            return hash.ToHashCode();
        }
    }
}
