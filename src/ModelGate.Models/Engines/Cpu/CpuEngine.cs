using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Tokenizers;
using ModelGate.Numerics;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>
/// The embedded engine: Llama-family decoders on the processor, bit-repeatable whatever the batch and the number of threads.
/// </summary>
/// <remarks>Not thread-safe: one request list at a time.</remarks>
public sealed class CpuEngine : IInferenceEngine
{
    private readonly CpuEngineOptions options;
    private readonly WorkerPool pool;
    private readonly KvCache cache;
    private readonly IDisposable? owned;

    private CpuEngine(Checkpoint checkpoint, Tokenizer tokenizer, CpuEngineOptions options, IDisposable? owned)
    {
        (Tokenizer, this.options, this.owned) = (tokenizer, options, owned);
        pool = new WorkerPool(options.Threads);
        try
        {
            Decoder = DecoderLoader.Load(checkpoint, options.Precision, pool, options.CacheDirectory, options.ChunkRows);
        }
        catch
        {
            pool.Dispose();
            throw;
        }

        ContextLength = checkpoint.Config.FullAttentionLength;
        EndOfSequenceIds = EndsOf(checkpoint.Config, tokenizer);
        cache = Decoder.NewCache(options.KeyValueCacheBytes);
        Identity = CpuIdentity.Of(options.Precision);
    }

    public EngineIdentity Identity { get; }

    public Tokenizer Tokenizer { get; }

    /// <summary><c>max_position_embeddings</c>, or the attention window where that is shorter.</summary>
    public int ContextLength { get; }

    public IReadOnlySet<int> EndOfSequenceIds { get; }

    public LlamaDecoder Decoder { get; }

    public PrefixReuse PrefixReuse { get; private set; }

    /// <summary>The instruction set that decides which kernels run here, such as <c>x64-avx512</c>.</summary>
    public static string DeviceClass => CpuIdentity.DeviceClass;

    /// <summary>What an engine of this precision is on this machine, before one is loaded.</summary>
    public static EngineIdentity IdentityOf(ActivationPrecision precision) => CpuIdentity.Of(precision);

    internal int UsedCacheBlocks => cache.UsedBlocks;

    /// <param name="checkpoint">Stays open, and the caller's, until the engine is disposed.</param>
    /// <exception cref="DiagnosticException">A tensor is missing, has a wrong shape or a value that is not finite.</exception>
    public static CpuEngine Load(Checkpoint checkpoint, Tokenizer tokenizer, CpuEngineOptions options) =>
        new(checkpoint, tokenizer, options, owned: null);

    /// <summary>Loads a model directory; the engine owns what it opens.</summary>
    /// <exception cref="DiagnosticException">What is wrong with the directory.</exception>
    public static CpuEngine Open(string directory, CpuEngineOptions options)
    {
        Checkpoint checkpoint = Checkpoint.Open(directory);
        try
        {
            return new CpuEngine(checkpoint, Tokenizer.Load(directory), options, owned: checkpoint);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <exception cref="ArgumentException">A request without context or continuation, or a continuation longer than the
    /// context.</exception>
    public IReadOnlyList<ContinuationScore> LogLikelihood(
        IReadOnlyList<ContinuationRequest> requests, IProgress<int>? finished = null, CancellationToken cancel = default)
    {
        var scorer = new ContinuationScorer(Decoder, cache, pool, ContextLength, options.ScoringBatchTokens)
        {
            SharePrefixes = options.SharePrefixes,
        };
        ContinuationScore[] scores = scorer.Score(requests, finished, cancel);
        PrefixReuse += scorer.Reuse;
        return scores;
    }

    /// <exception cref="ArgumentException">A request without prompt or with a limit below 1.</exception>
    public IReadOnlyList<Generation> Generate(
        IReadOnlyList<GenerationRequest> requests, IProgress<int>? finished = null, CancellationToken cancel = default)
    {
        using GenerationScheduler scheduler = NewScheduler();
        GenerationJob[] jobs = [.. requests.Select(scheduler.Submit)];
        int done = 0;
        while (scheduler.HasWork)
        {
            int count = scheduler.Step(cancel).Count;
            if (count > 0) finished?.Report(done += count);
        }

        PrefixReuse += scheduler.Reuse;
        return [.. jobs.Select(job => job.Result!)];
    }

    /// <summary>For callers that submit while others run, such as load generators.</summary>
    public GenerationScheduler NewScheduler() =>
        new(Decoder, cache, pool, Tokenizer, EndOfSequenceIds, ContextLength, options.Clock, options.Scheduler);

    /// <exception cref="ArgumentException">No token, or more than the context.</exception>
    public void VisitLogits(ReadOnlySpan<int> tokens, LogitsVisitor visit)
    {
        if (tokens.IsEmpty || tokens.Length > ContextLength)
        {
            throw new ArgumentException($"{tokens.Length} tokens cannot be visited; 1 to {ContextLength} can.", nameof(tokens));
        }

        CacheRoom.Demand(Decoder, cache, tokens.Length);
        using KvSequence sequence = cache.NewSequence();
        var batch = new ForwardBatch();
        batch.Add(sequence, tokens.ToArray(), 0);
        Decoder.Forward(batch, cache, pool, block =>
        {
            for (int row = 0; row < block.Count; row++) visit(block.Origin(row).Token, block.Logits(row));
        });
    }

    public void Dispose()
    {
        cache.Dispose();
        Decoder.Dispose();
        pool.Dispose();
        owned?.Dispose();
    }

    private static HashSet<int> EndsOf(ModelConfig config, Tokenizer tokenizer)
    {
        HashSet<int> ends = [.. config.EosTokenIds];
        if (tokenizer.EosId is { } end) ends.Add(end);
        return ends;
    }
}
