using ModelGate.Models.Architectures;
using ModelGate.Numerics;
using ModelGate.Numerics.Kernels;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>Tree nodes that go through the model together, and the way from their rows of logits to the requests they score.</summary>
internal sealed class ScoringBatch(IReadOnlyDictionary<TokenTree.Node, List<ScoringRequest>> through)
{
    private readonly List<TokenTree.Node> nodes = [];
    private readonly List<int> starts = [];

    public IReadOnlyList<TokenTree.Node> Nodes => nodes;

    public ForwardBatch Forward { get; } = new();

    /// <param name="start">Position of the first token to compute, at most the node's own start.</param>
    public void Add(TokenTree.Node node, KvSequence sequence, int start)
    {
        int firstScored = through.TryGetValue(node, out List<ScoringRequest>? requests)
            ? Math.Max(node.Start, requests.Min(request => request.FirstScoredPosition))
            : node.End;
        Forward.Add(sequence, PathFrom(node, start), firstScored - start);
        nodes.Add(node);
        starts.Add(start);
    }

    /// <summary>Scores the rows of a block, spread over the pool's threads.</summary>
    public void Accept(LogitsBlock block, WorkerPool pool) => pool.Run(block.Count, (row, _) =>
    {
        RowOrigin origin = block.Origin(row);
        int position = starts[origin.Item] + origin.Token;
        ReadOnlySpan<float> logits = block.Logits(row);
        double logSum = LogitsRow.LogSumExp(logits);
        int argMax = LogitsRow.ArgMax(logits);
        foreach (ScoringRequest request in through[nodes[origin.Item]])
        {
            if (position >= request.FirstScoredPosition) request.Accept(position, logits, logSum, argMax);
        }
    });

    private static ReadOnlyMemory<int> PathFrom(TokenTree.Node node, int start)
    {
        if (start == node.Start) return node.Tokens;
        var tokens = new int[node.End - start];
        for (TokenTree.Node? part = node; part is not null && part.End > start; part = part.Parent)
        {
            part.Tokens.Span.CopyTo(tokens.AsSpan(part.Start - start));
        }

        return tokens;
    }
}
