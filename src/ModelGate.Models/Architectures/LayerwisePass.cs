using ModelGate.Numerics;

namespace ModelGate.Models.Architectures;

/// <summary>
/// Calibration data on its way through a decoder, one layer at a time: observe what the linears of a layer read, replace the layer's
/// matrices,
/// then advance so that the next layer sees the outputs of the already quantized ones. Windows are independent sequences.
/// </summary>
/// <remarks>
/// Hidden states of all windows stay in native memory: 4 bytes × tokens × hidden size. The decoder must not be used for anything else
/// during
/// a call; between calls it may.
/// </remarks>
public sealed unsafe class LayerwisePass : IDisposable
{
    private readonly LlamaDecoder decoder;
    private readonly WorkerPool pool;
    private readonly NativeBuffer hidden;
    private readonly KvCache cache;
    private readonly int[] lengths;

    /// <param name="windows">Token ids, each window at least one token.</param>
    public LayerwisePass(LlamaDecoder decoder, IReadOnlyList<int[]> windows, WorkerPool pool)
    {
        (this.decoder, this.pool) = (decoder, pool);
        lengths = [.. windows.Select(window => window.Length)];
        TokenCount = lengths.Sum(length => (long)length);
        hidden = NativeBuffer.OfFloats(TokenCount * decoder.Config.HiddenSize);
        // One layer's keys and values are needed at a time, of the windows in one chunk only.
        cache = new KvCache(1, decoder.Config.KeyValueHeadCount, decoder.Config.HeadDim, long.MaxValue);
        float* row = hidden.Floats;
        foreach (int[] window in windows)
        {
            decoder.Embed(window, row);
            row += (nint)window.Length * decoder.Config.HiddenSize;
        }
    }

    /// <summary>Of all windows.</summary>
    public long TokenCount { get; }

    public int LayerCount => decoder.Layers.Count;

    /// <summary>Runs a layer on the present hidden states and leaves them as they are.</summary>
    public void Observe(int layer, ILinearInputObserver observer, CancellationToken cancel = default) =>
        Run(layer, observer, keep: false, cancel);

    /// <summary>Runs a layer and makes its outputs the hidden states.</summary>
    public void Advance(int layer, CancellationToken cancel = default) => Run(layer, null, keep: true, cancel);

    /// <summary>Both in one run, for a layer that is not changed in between.</summary>
    public void ObserveAndAdvance(int layer, ILinearInputObserver observer, CancellationToken cancel = default) =>
        Run(layer, observer, keep: true, cancel);

    /// <summary>Final norm and head on the present hidden states; a row's origin is (window, token).</summary>
    public void VisitLogits(LogitsHandler onLogits)
    {
        float* row = hidden.Floats;
        for (int window = 0; window < lengths.Length; window++)
        {
            (int, RowOrigin)[] wanted = [.. Enumerable.Range(0, lengths[window]).Select(token => (token, new RowOrigin(window, token)))];
            decoder.HandOut(row, wanted, pool, onLogits);
            row += (nint)lengths[window] * decoder.Config.HiddenSize;
        }
    }

    public void Dispose()
    {
        hidden.Dispose();
        cache.Dispose();
    }

    private void Run(int layer, ILinearInputObserver? observer, bool keep, CancellationToken cancel)
    {
        var sequences = new Dictionary<int, KvSequence>();
        float* next = hidden.Floats;
        foreach (IReadOnlyList<(int Index, int First, int Count)> chunk in ChunkSegment.Cut(lengths, decoder.ChunkRows))
        {
            cancel.ThrowIfCancellationRequested();
            var segments = new List<ChunkSegment>(chunk.Count);
            int rows = 0;
            foreach ((int index, int first, int count) in chunk)
            {
                if (!sequences.TryGetValue(index, out KvSequence? sequence)) sequences[index] = sequence = cache.NewSequence();
                sequence.Append(count);
                segments.Add(new ChunkSegment(sequence, rows, count, first));
                rows += count;
            }

            long bytes = (long)rows * decoder.Config.HiddenSize * sizeof(float);
            Buffer.MemoryCopy(next, decoder.Workspace.Hidden, bytes, bytes);
            decoder.RunLayer(layer, segments, rows, cache, 0, pool, observer);
            if (keep) Buffer.MemoryCopy(decoder.Workspace.Hidden, next, bytes, bytes);
            next += (nint)rows * decoder.Config.HiddenSize;
            foreach ((int index, int first, int count) in chunk)
            {
                if (first + count < lengths[index]) continue;
                sequences.Remove(index, out KvSequence? sequence);
                sequence!.Dispose();
            }
        }
    }
}
