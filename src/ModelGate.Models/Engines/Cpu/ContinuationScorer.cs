using ModelGate.Models.Architectures;
using ModelGate.Numerics;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>
/// Log-likelihoods of many continuations. The inputs form a tree, so a few-shot prefix and a document's context go through the model once;
/// nodes are computed in batches, depth first so that few cached positions are held, and only rows that predict a scored token get logits.
/// </summary>
internal sealed class ContinuationScorer(LlamaDecoder decoder, KvCache cache, WorkerPool pool, int contextLength, int tokensPerBatch)
{
    /// <summary>Computing a shared beginning once can be switched off to show that it changes no bit.</summary>
    public bool SharePrefixes { get; init; } = true;

    public PrefixReuse Reuse { get; private set; }

    public ContinuationScore[] Score(
        IReadOnlyList<ContinuationRequest> requests, IProgress<int>? finished = null, CancellationToken cancel = default)
    {
        ScoringRequest[] scoring = [.. requests.Select((request, index) => new ScoringRequest(request, index, contextLength))];
        CacheRoom.Demand(decoder, cache, scoring.Select(request => request.Input.Length).DefaultIfEmpty(0).Max());
        int done = 0;
        // Without sharing each request is a tree of its own.
        foreach (ScoringRequest[] group in SharePrefixes ? [scoring] : scoring.Select(one => new[] { one }))
        {
            TokenTree tree = TokenTree.Build([.. group.Select(request => request.Input)]);
            var walk = new ScoringWalk(tree, group);
            try
            {
                while (walk.TakeBatch(cache, tokensPerBatch) is { } batch)
                {
                    cancel.ThrowIfCancellationRequested();
                    decoder.Forward(batch.Forward, cache, pool, block => batch.Accept(block, pool), cancel);
                    int complete = walk.Complete(batch);
                    Reuse += new PrefixReuse(0, batch.Forward.TokenCount);
                    finished?.Report(done += complete);
                }
            }
            finally
            {
                walk.Release();
            }
        }

        Reuse += new PrefixReuse(scoring.Sum(request => (long)request.Input.Length), 0);
        return [.. scoring.Select(request => request.Result())];
    }
}
