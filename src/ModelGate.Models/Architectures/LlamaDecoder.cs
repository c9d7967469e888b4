using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;

namespace ModelGate.Models.Architectures;

/// <summary>
/// A decoder of the Llama family: Llama 2, 3 and 3.1, Mistral, Qwen2 and Qwen2.5 (biases on q, k, v), Qwen3 (norms on the heads of q and
/// k).
/// One path serves prefill, decode and scoring; a row's result does not depend on the rows beside it, the chunks or the threads.
/// </summary>
/// <remarks>Not thread-safe: one pass at a time.</remarks>
public sealed unsafe class LlamaDecoder : IDisposable
{
    public const int DefaultChunkRows = 512;

    private const int LogitsRows = 64;

    private readonly DecoderWorkspace workspace;
    private readonly NativeBuffer outputs;
    private readonly NativeBuffer logits;
    private readonly LayerRunner runner;
    private readonly IDisposable? weightMemory;
    private readonly RowOrigin[] origins = new RowOrigin[LogitsRows];

    /// <param name="chunkRows">Rows that go through a layer together, at least 1; a matter of speed only.</param>
    /// <param name="weightMemory">Disposed with the decoder.</param>
    public LlamaDecoder(
        ModelConfig config, ActivationPrecision precision, EmbeddingTable embedding, IReadOnlyList<DecoderLayer> layers, float[] finalNorm,
        PackedMatrix head, int chunkRows = DefaultChunkRows, IDisposable? weightMemory = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkRows, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(layers.Count, config.LayerCount);
        (Config, Precision, Embedding, Layers, FinalNorm, Head) = (config, precision, embedding, layers, finalNorm, head);
        workspace = new DecoderWorkspace(config, chunkRows);
        outputs = NativeBuffer.OfFloats(2L * LogitsRows * config.HiddenSize);
        logits = NativeBuffer.OfFloats((long)LogitsRows * head.Rows);
        runner = new LayerRunner(config, precision, workspace);
        this.weightMemory = weightMemory;
    }

    public ModelConfig Config { get; }

    public ActivationPrecision Precision { get; }

    public EmbeddingTable Embedding { get; }

    public IReadOnlyList<DecoderLayer> Layers { get; }

    /// <summary>(hidden) weight of the norm before the head.</summary>
    public float[] FinalNorm { get; }

    /// <summary>Vocabulary × hidden.</summary>
    public PackedMatrix Head { get; }

    internal int ChunkRows => workspace.MaxRows;

    internal DecoderWorkspace Workspace => workspace;

    /// <summary>A cache for this decoder's layers.</summary>
    public KvCache NewCache(long maxBytes) => new(Config.LayerCount, Config.KeyValueHeadCount, Config.HeadDim, maxBytes);

    /// <summary>
    /// Appends each item's tokens to its sequence and hands out the logits that the items ask for, in the order of the batch.
    /// </summary>
    /// <exception cref="OperationCanceledException">Checked before each chunk; sequences may then be partly extended.</exception>
    public void Forward(ForwardBatch batch, KvCache cache, WorkerPool pool, LogitsHandler onLogits, CancellationToken cancel = default)
    {
        foreach (IReadOnlyList<(int Index, int First, int Count)> chunk in
            ChunkSegment.Cut(batch.Items.Select(item => item.Tokens.Length), workspace.MaxRows))
        {
            cancel.ThrowIfCancellationRequested();
            var segments = new List<ChunkSegment>(chunk.Count);
            int rows = 0;
            foreach ((int index, int first, int count) in chunk)
            {
                ForwardBatch.Item item = batch.Items[index];
                segments.Add(new ChunkSegment(item.Sequence, rows, count, item.Sequence.Length));
                item.Sequence.Append(count);
                Embed(item.Tokens.Span.Slice(first, count), workspace.Hidden + ((nint)rows * Config.HiddenSize));
                rows += count;
            }

            for (int layer = 0; layer < Layers.Count; layer++) RunLayer(layer, segments, rows, cache, layer, pool, null);
            var wanted = new List<(int Row, RowOrigin Origin)>();
            for (int part = 0; part < chunk.Count; part++)
            {
                (int index, int first, int count) = chunk[part];
                for (int i = Math.Max(0, batch.Items[index].FirstOutput - first); i < count; i++)
                {
                    wanted.Add((segments[part].FirstRow + i, new RowOrigin(index, first + i)));
                }
            }

            HandOut(workspace.Hidden, wanted, pool, onLogits);
        }
    }

    public void Dispose()
    {
        runner.Dispose();
        workspace.Dispose();
        outputs.Dispose();
        logits.Dispose();
        weightMemory?.Dispose();
    }

    internal void Embed(ReadOnlySpan<int> tokens, float* hidden)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            var row = new Span<float>(hidden + ((nint)i * Config.HiddenSize), Config.HiddenSize);
            Embedding.CopyRow(tokens[i], row);
            LinearOutput.Finish(row, [], runner.Rounding);
        }
    }

    internal void RunLayer(
        int layer, IReadOnlyList<ChunkSegment> segments, int rows, KvCache cache, int cacheLayer, WorkerPool pool,
        ILinearInputObserver? observer)
    {
        runner.Cover(segments.Max(segment => segment.Start + segment.Rows));
        runner.Run(Layers[layer], segments, rows, cache, cacheLayer, pool, observer, layer);
    }

    /// <summary>Final norm and head of some rows of <paramref name="hidden"/>; logits are FP32 in every precision.</summary>
    internal void HandOut(float* hidden, IReadOnlyList<(int Row, RowOrigin Origin)> wanted, WorkerPool pool, LogitsHandler onLogits)
    {
        int width = Config.HiddenSize;
        float* gathered = outputs.Floats;
        float* normed = gathered + ((nint)LogitsRows * width);
        for (int first = 0; first < wanted.Count; first += LogitsRows)
        {
            int count = Math.Min(LogitsRows, wanted.Count - first);
            for (int i = 0; i < count; i++)
            {
                (int row, origins[i]) = wanted[first + i];
                Buffer.MemoryCopy(hidden + ((nint)row * width), gathered + ((nint)i * width), width * sizeof(float), width * sizeof(float));
            }

            runner.Normalize(gathered, FinalNorm, normed, count, pool);
            Head.Multiply(normed, count, logits.Floats, Head.Rows, pool);
            onLogits(new LogitsBlock(logits.Floats, Head.Rows, origins.AsMemory(0, count)));
        }
    }
}
