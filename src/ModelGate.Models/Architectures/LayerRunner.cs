using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;
using ModelGate.Numerics.Kernels;

namespace ModelGate.Models.Architectures;

/// <summary>
/// One decoder layer on the rows of a chunk: pre-norm attention and pre-norm gated MLP, each added to the residual stream.
/// </summary>
internal sealed unsafe class LayerRunner(ModelConfig config, ActivationPrecision precision, DecoderWorkspace workspace) : IDisposable
{
    private const int RopeGrowthPositions = 256;

    private readonly Rounding rounding = precision == ActivationPrecision.Bf16 ? Rounding.BFloat16 : Rounding.None;
    private readonly double[] frequencies = RotaryFrequencies.Of(config);
    private readonly AttentionRunner attention = new(config, workspace, precision);
    private Rope? rope;

    public Rounding Rounding => rounding;

    /// <summary>
    /// Reads and writes the residual stream <see cref="DecoderWorkspace.Hidden"/>; the segments' keys and values go to the cache.
    /// </summary>
    /// <param name="cacheLayer">Where in the cache the layer's keys and values are.</param>
    /// <param name="observer">Told the layer index <paramref name="layerIndex"/>.</param>
    public void Run(
        DecoderLayer layer, IReadOnlyList<ChunkSegment> segments, int rows, KvCache cache, int cacheLayer, WorkerPool pool,
        ILinearInputObserver? observer = null, int layerIndex = 0)
    {
        DecoderWorkspace w = workspace;
        Normalize(w.Hidden, layer.InputNorm, w.Normed, rows, pool);
        observer?.Observe(layerIndex, LinearInput.Attention, w.Normed, rows, config.HiddenSize);
        layer.Qkv.Multiply(w.Normed, rows, w.Qkv, w.QkvWidth, pool);
        foreach (ChunkSegment segment in segments) PlaceHeads(layer, segment, cache, cacheLayer, pool);
        attention.Run(segments, cache, cacheLayer, pool);
        observer?.Observe(layerIndex, LinearInput.AttentionOutput, w.Attention, rows, config.QueryWidth);
        layer.AttentionOutput.Multiply(w.Attention, rows, w.Projected, config.HiddenSize, pool);
        AddToHidden(layer.AttentionOutputBias, layer.PostAttentionNorm, rows, pool);

        observer?.Observe(layerIndex, LinearInput.Mlp, w.Normed, rows, config.HiddenSize);
        layer.GateUp.Multiply(w.Normed, rows, w.GateUp, 2 * config.IntermediateSize, pool);
        Activate(layer.GateUpBias, rows, pool);
        observer?.Observe(layerIndex, LinearInput.MlpDown, w.Activated, rows, config.IntermediateSize);
        layer.Down.Multiply(w.Activated, rows, w.Projected, config.HiddenSize, pool);
        AddToHidden(layer.DownBias, nextNorm: null, rows, pool);
    }

    public void Normalize(float* x, float[] weight, float* y, int rows, WorkerPool pool)
    {
        int width = config.HiddenSize;
        ForEachRow(rows, width, pool, row =>
            RmsNorm.Apply(Row(x, row, width), weight, config.RmsNormEpsilon, Row(y, row, width), rounding));
    }

    /// <summary>Makes sure that positions below <paramref name="positions"/> have their rotary angles.</summary>
    public void Cover(int positions)
    {
        if (rope is not null && rope.Positions >= positions) return;
        int wanted = Math.Max(positions, 2 * (rope?.Positions ?? 0));
        rope = new Rope(frequencies, (wanted + RopeGrowthPositions - 1) / RopeGrowthPositions * RopeGrowthPositions, rounding);
    }

    public void Dispose() => attention.Dispose();

    /// <summary>Bias, head norms and rotation of q and k; k and v into the cache.</summary>
    private void PlaceHeads(DecoderLayer layer, ChunkSegment segment, KvCache cache, int cacheLayer, WorkerPool pool)
    {
        int headDim = config.HeadDim;
        int width = workspace.QkvWidth;
        ForEachRow(segment.Rows, width, pool, i =>
        {
            int position = segment.Start + i;
            float* row = workspace.Qkv + ((nint)(segment.FirstRow + i) * width);
            var heads = new Span<float>(row, config.QueryWidth + config.KeyValueWidth);
            LinearOutput.Finish(new Span<float>(row, width), layer.QkvBias, rounding);
            if (layer.QueryNorm is not null) NormalizeHeads(heads[..config.QueryWidth], layer.QueryNorm);
            if (layer.KeyNorm is not null) NormalizeHeads(heads[config.QueryWidth..], layer.KeyNorm);
            rope!.Apply(heads, position);

            float* block = cache.Address(segment.Sequence.Blocks[position / KvCache.BlockPositions], cacheLayer);
            float* keys = row + config.QueryWidth;
            float* values = keys + config.KeyValueWidth;
            int slot = position % KvCache.BlockPositions;
            for (int head = 0; head < config.KeyValueHeadCount; head++)
            {
                KeyValueBlock.Write(block + (head * cache.HeadFloats), slot, keys + (head * headDim), values + (head * headDim), headDim);
            }
        });
    }

    private void NormalizeHeads(Span<float> heads, float[] weight)
    {
        for (int start = 0; start < heads.Length; start += config.HeadDim)
        {
            Span<float> head = heads.Slice(start, config.HeadDim);
            RmsNorm.Apply(head, weight, config.RmsNormEpsilon, head, rounding);
        }
    }

    private void Activate(float[]? bias, int rows, WorkerPool pool)
    {
        int width = config.IntermediateSize;
        ForEachRow(rows, 2 * width, pool, row =>
        {
            Span<float> gateUp = Row(workspace.GateUp, row, 2 * width);
            LinearOutput.Finish(gateUp, bias, rounding);
            SwiGlu.Apply(gateUp[..width], gateUp[width..], Row(workspace.Activated, row, width), rounding);
        });
    }

    /// <param name="nextNorm">Normalises the sum for the next linears in the same sweep.</param>
    private void AddToHidden(float[]? bias, float[]? nextNorm, int rows, WorkerPool pool)
    {
        int width = config.HiddenSize;
        ForEachRow(rows, width, pool, row =>
        {
            Span<float> added = Row(workspace.Projected, row, width);
            Span<float> hidden = Row(workspace.Hidden, row, width);
            LinearOutput.Finish(added, bias, rounding);
            ResidualAdd.Apply(hidden, added, rounding);
            if (nextNorm is not null) RmsNorm.Apply(hidden, nextNorm, config.RmsNormEpsilon, Row(workspace.Normed, row, width), rounding);
        });
    }

    private static Span<float> Row(float* rows, int row, int width) => new(rows + ((nint)row * width), width);

    /// <summary>Rows are handed out some at a time, so that narrow ones do not spend their time on handing out.</summary>
    private static void ForEachRow(int rows, int width, WorkerPool pool, Action<int> body)
    {
        int together = Math.Max(1, 8192 / width);
        pool.Run((rows + together - 1) / together, (chunk, _) =>
        {
            int end = Math.Min(rows, (chunk + 1) * together);
            for (int row = chunk * together; row < end; row++) body(row);
        });
    }
}
