namespace ModelGate.Models.Engines.Cpu;

/// <summary>A radix tree of token sequences: what several sequences begin with is in the tree once, and so is computed once.</summary>
internal sealed class TokenTree
{
    private TokenTree(Node root, Node[] ends)
    {
        (Root, Ends) = (root, ends);
    }

    /// <summary>Empty; its children start at position 0.</summary>
    public Node Root { get; }

    /// <summary>For each sequence the node with whose last token it ends.</summary>
    public IReadOnlyList<Node> Ends { get; }

    /// <summary>Children come in ascending order of their first token, whatever the order of the sequences.</summary>
    /// <param name="sequences">Each at least one token long.</param>
    public static TokenTree Build(IReadOnlyList<ReadOnlyMemory<int>> sequences)
    {
        int[] order = [.. Enumerable.Range(0, sequences.Count)];
        Array.Sort(order, (a, b) => Compare(sequences[a].Span, sequences[b].Span, a, b));
        var root = new Node(null, default, 0);
        var ends = new Node[sequences.Count];
        Node last = root;
        ReadOnlyMemory<int> previous = default;
        foreach (int index in order)
        {
            ReadOnlyMemory<int> sequence = sequences[index];
            int common = previous.Span.CommonPrefixLength(sequence.Span);
            while (last.Start >= common && last.Parent is { } parent) last = parent;
            if (last.End > common) last = last.SplitAt(common);
            // In lexicographic order a sequence never ends inside the one before it, so an equal one is the only way to add nothing.
            if (common < sequence.Length) last = last.Append(sequence[common..]);
            ends[index] = last;
            previous = sequence;
        }

        return new TokenTree(root, ends);
    }

    private static int Compare(ReadOnlySpan<int> a, ReadOnlySpan<int> b, int indexOfA, int indexOfB)
    {
        int common = a.CommonPrefixLength(b);
        if (common < a.Length && common < b.Length) return a[common].CompareTo(b[common]);
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : indexOfA.CompareTo(indexOfB);
    }

    /// <summary>A run of tokens that all sequences through it share.</summary>
    internal sealed class Node(Node? parent, ReadOnlyMemory<int> tokens, int start)
    {
        private readonly List<Node> children = [];

        public Node? Parent { get; private set; } = parent;

        public ReadOnlyMemory<int> Tokens { get; private set; } = tokens;

        /// <summary>Position of the first token in every sequence through this node.</summary>
        public int Start { get; private set; } = start;

        public int End => Start + Tokens.Length;

        public IReadOnlyList<Node> Children => children;

        internal Node Append(ReadOnlyMemory<int> tokens)
        {
            var child = new Node(this, tokens, End);
            children.Add(child);
            return child;
        }

        /// <summary>
        /// Puts a new node with the tokens before <paramref name="position"/> above this one, which keeps the rest, its children and its
        /// identity.
        /// </summary>
        internal Node SplitAt(int position)
        {
            var upper = new Node(Parent, Tokens[..(position - Start)], Start);
            Parent!.children[Parent.children.IndexOf(this)] = upper;
            upper.children.Add(this);
            (Parent, Tokens, Start) = (upper, Tokens[(position - Start)..], position);
            return upper;
        }
    }
}
