using ModelGate.Models.Architectures;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>
/// The depth-first order in which the nodes of a token tree are computed. A node waits until its parent is computed, then continues a fork
/// of
/// the parent's cached positions. Where the cache is too small for all that wait, positions are dropped and computed again later.
/// </summary>
internal sealed class ScoringWalk
{
    private readonly Stack<TokenTree.Node> ready = new();
    private readonly Dictionary<TokenTree.Node, KvSequence> held = [];
    private readonly Dictionary<TokenTree.Node, int> waitingChildren = [];
    private readonly Dictionary<TokenTree.Node, List<ScoringRequest>> through = [];
    private readonly Dictionary<TokenTree.Node, int> endings = [];
    private readonly List<KvSequence> inFlight = [];

    public ScoringWalk(TokenTree tree, IReadOnlyList<ScoringRequest> requests)
    {
        for (int i = 0; i < requests.Count; i++)
        {
            TokenTree.Node end = tree.Ends[i];
            endings[end] = endings.GetValueOrDefault(end) + 1;
            for (TokenTree.Node? node = end; node is not null && node.End > requests[i].FirstScoredPosition; node = node.Parent)
            {
                if (!through.TryGetValue(node, out List<ScoringRequest>? list)) through[node] = list = [];
                list.Add(requests[i]);
            }
        }

        PushChildren(tree.Root);
    }

    /// <summary>Nodes whose parents are computed, up to the budget but at least one; null when all are done.</summary>
    public ScoringBatch? TakeBatch(KvCache cache, int tokenBudget)
    {
        if (ready.Count == 0) return null;
        var batch = new ScoringBatch(through);
        int reservedBlocks = 0;
        while (ready.TryPeek(out TokenTree.Node? node))
        {
            bool first = batch.Forward.TokenCount == 0;
            if (!first && batch.Forward.TokenCount + node.Tokens.Length > tokenBudget) break;
            int needed = KvCache.BlocksFor(node.End) + 1;
            // The most a path can need stays free, so that the depth-first order seldom has to drop positions.
            if (!first && cache.FreeBlocks - reservedBlocks < 2 * needed) break;
            if (first) MakeRoom(cache, node, needed);
            ready.Pop();
            KvSequence sequence = Begin(cache, node, out int start);
            inFlight.Add(sequence);
            batch.Add(node, sequence, start);
            reservedBlocks += KvCache.BlocksFor(node.End) - sequence.Blocks.Count;
        }

        return batch;
    }

    /// <summary>Lets the children of the batch's nodes go on.</summary>
    /// <returns>Requests that are finished now.</returns>
    public int Complete(ScoringBatch batch)
    {
        int finished = 0;
        for (int i = batch.Nodes.Count - 1; i >= 0; i--)
        {
            TokenTree.Node node = batch.Nodes[i];
            KvSequence sequence = batch.Forward.Items[i].Sequence;
            finished += endings.GetValueOrDefault(node);
            if (node.Children.Count == 0)
            {
                sequence.Dispose();
                continue;
            }

            held[node] = sequence;
            PushChildren(node);
        }

        inFlight.Clear();
        return finished;
    }

    /// <summary>Gives back all cached positions, after an interruption too.</summary>
    public void Release()
    {
        foreach (KvSequence sequence in held.Values) sequence.Dispose();
        foreach (KvSequence sequence in inFlight) sequence.Dispose();
        held.Clear();
        inFlight.Clear();
    }

    private void PushChildren(TokenTree.Node node)
    {
        waitingChildren[node] = node.Children.Count;
        for (int i = node.Children.Count - 1; i >= 0; i--) ready.Push(node.Children[i]);
    }

    /// <summary>Continues the nearest ancestor whose positions are held; the last child takes them over instead of a copy.</summary>
    /// <param name="start">The first position that has to be computed: the node's own unless ancestors were dropped.</param>
    private KvSequence Begin(KvCache cache, TokenTree.Node node, out int start)
    {
        TokenTree.Node? ancestor = node.Parent;
        while (ancestor is not null && !held.ContainsKey(ancestor)) ancestor = ancestor.Parent;
        start = ancestor?.End ?? 0;
        bool lastChild = --waitingChildren[node.Parent!] == 0;
        if (ancestor is null) return cache.NewSequence();
        if (lastChild && ancestor == node.Parent)
        {
            held.Remove(ancestor, out KvSequence? taken);
            return taken!;
        }

        return held[ancestor].Fork();
    }

    private void MakeRoom(KvCache cache, TokenTree.Node node, int needed)
    {
        if (cache.FreeBlocks >= needed) return;
        var path = new HashSet<TokenTree.Node>();
        for (TokenTree.Node? ancestor = node.Parent; ancestor is not null; ancestor = ancestor.Parent) path.Add(ancestor);
        Drop(held.Keys.Where(other => !path.Contains(other)));
        if (cache.FreeBlocks < needed) Drop(held.Keys);
    }

    private void Drop(IEnumerable<TokenTree.Node> nodes)
    {
        foreach (TokenTree.Node node in nodes.ToArray())
        {
            held.Remove(node, out KvSequence? sequence);
            sequence!.Dispose();
        }
    }
}
