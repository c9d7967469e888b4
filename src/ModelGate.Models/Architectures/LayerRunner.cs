using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;

namespace ModelGate.Models.Architectures;

/// <summary>One decoder layer on the rows of a chunk: pre-norm attention and pre-norm gated MLP, each added to the residual stream.</summary>
internal sealed unsafe class LayerRunner(ModelConfig config, ActivationPrecision precision, DecoderWorkspace workspace)
{
    private readonly bool rounds = precision == ActivationPrecision.Bf16;
    private readonly RopeTable rope = new(config);

    /// <summary>Reads and writes the residual stream <see cref="DecoderWorkspace.Hidden"/>; the segments' keys and values go to the cache.</summary>
    /// <param name="cacheLayer">Where in the cache the layer's keys and values are.</param>
    /// <param name="observer">Told the layer index <paramref name="layerIndex"/>.</param>
    public void Run(
        DecoderLayer layer, IReadOnlyList<ChunkSegment> segments, int rows, KvCache cache, int cacheLayer, WorkerPool pool,
        ILinearInputObserver? observer = null, int layerIndex = 0)
    {
        DecoderWorkspace w = workspace;
        Normalize(w.Hidden, layer.InputNorm, w.Normed, rows, pool);
        observer?.Observe(layerIndex, LinearInput.Attention, w.Normed, rows, config.HiddenSize);
        Linear(layer.Qkv, layer.QkvBias, w.Normed, rows, w.Qkv, pool);
        Attend(layer, segments, rows, cache, cacheLayer, pool);
        observer?.Observe(layerIndex, LinearInput.AttentionOutput, w.Attention, rows, config.QueryWidth);
        Linear(layer.AttentionOutput, layer.AttentionOutputBias, w.Attention, rows, w.Projected, pool);
        AddToHidden(rows, pool);

        Normalize(w.Hidden, layer.PostAttentionNorm, w.Normed, rows, pool);
        observer?.Observe(layerIndex, LinearInput.Mlp, w.Normed, rows, config.HiddenSize);
        Linear(layer.GateUp, layer.GateUpBias, w.Normed, rows, w.GateUp, pool);
        Activate(rows, pool);
        observer?.Observe(layerIndex, LinearInput.MlpDown, w.Activated, rows, config.IntermediateSize);
        Linear(layer.Down, layer.DownBias, w.Activated, rows, w.Projected, pool);
        AddToHidden(rows, pool);
    }

    public void Normalize(float* x, float[] weight, float* y, int rows, WorkerPool pool)
    {
        int width = config.HiddenSize;
        pool.Run(rows, (row, _) =>
        {
            fixed (float* weights = weight)
            {
                ScalarKernels.RmsNorm(x + ((nint)row * width), weights, width, config.RmsNormEpsilon, rounds, y + ((nint)row * width));
            }
        });
    }

    /// <summary>Makes sure that positions below <paramref name="positions"/> have their rotary angles.</summary>
    public void Cover(int positions) => rope.Cover(positions);

    private void Linear(PackedMatrix matrix, float[]? bias, float* x, int rows, float* y, WorkerPool pool)
    {
        matrix.Multiply(x, rows, y, matrix.Rows, pool);
        int width = matrix.Rows;
        if (bias is null && !rounds) return;
        pool.Run(rows, (row, _) =>
        {
            float* start = y + ((nint)row * width);
            if (bias is not null)
            {
                for (int i = 0; i < width; i++) start[i] += bias[i];
            }

            if (rounds) ScalarKernels.Round(start, width);
        });
    }

    private void Attend(DecoderLayer layer, IReadOnlyList<ChunkSegment> segments, int rows, KvCache cache, int cacheLayer, WorkerPool pool)
    {
        int half = rope.Half;
        int headDim = config.HeadDim;
        int group = config.HeadCount / config.KeyValueHeadCount;
        int qkvWidth = workspace.QkvWidth;
        foreach (ChunkSegment segment in segments)
        {
            var blocks = new nint[KvCache.BlocksFor(segment.Start + segment.Rows)];
            for (int i = 0; i < blocks.Length; i++) blocks[i] = (nint)cache.Address(segment.Sequence.Blocks[i], cacheLayer);
            pool.Run(segment.Rows, (i, _) =>
            {
                int position = segment.Start + i;
                float* q = workspace.Qkv + ((nint)(segment.FirstRow + i) * qkvWidth);
                fixed (float* cos = &rope.Cos[position * half], sin = &rope.Sin[position * half])
                fixed (float* queryNorm = layer.QueryNorm, keyNorm = layer.KeyNorm)
                {
                    for (int head = 0; head < config.HeadCount + config.KeyValueHeadCount; head++)
                    {
                        float* norm = head < config.HeadCount ? queryNorm : keyNorm;
                        float* x = q + (head * headDim);
                        if (norm is not null) ScalarKernels.RmsNorm(x, norm, headDim, config.RmsNormEpsilon, rounds, x);
                        ScalarKernels.Rope(x, cos, sin, half);
                        if (rounds) ScalarKernels.Round(x, headDim);
                    }
                }

                float* k = q + config.QueryWidth;
                float* v = k + config.KeyValueWidth;
                for (int head = 0; head < config.KeyValueHeadCount; head++)
                {
                    float* block = (float*)blocks[position / 16] + (head * cache.HeadFloats);
                    for (int d = 0; d < headDim; d++)
                    {
                        block[(d * 16) + (position % 16)] = k[(head * headDim) + d];
                        block[(16 * headDim) + (position % 16 * headDim) + d] = v[(head * headDim) + d];
                    }
                }
            });
            pool.Run(segment.Rows, (i, _) =>
            {
                float* q = workspace.Qkv + ((nint)(segment.FirstRow + i) * qkvWidth);
                float* y = workspace.Attention + ((nint)(segment.FirstRow + i) * config.QueryWidth);
                fixed (nint* addresses = blocks)
                {
                    for (int head = 0; head < config.HeadCount; head++)
                    {
                        ScalarKernels.Attend(
                            q + (head * headDim), (float**)addresses, head / group * cache.HeadFloats, headDim, segment.Start + i + 1,
                            (float)(1 / Math.Sqrt(headDim)), y + (head * headDim));
                    }
                }

                if (rounds) ScalarKernels.Round(y, config.QueryWidth);
            });
        }
    }

    private void Activate(int rows, WorkerPool pool)
    {
        int width = config.IntermediateSize;
        pool.Run(rows, (row, _) =>
        {
            float* gate = workspace.GateUp + ((nint)row * 2 * width);
            float* up = gate + width;
            float* y = workspace.Activated + ((nint)row * width);
            for (int i = 0; i < width; i++)
            {
                float silu = gate[i] / (1 + MathF.Exp(-gate[i]));
                y[i] = rounds ? BFloat16.Round(BFloat16.Round(silu) * up[i]) : silu * up[i];
            }
        });
    }

    private void AddToHidden(int rows, WorkerPool pool)
    {
        int width = config.HiddenSize;
        pool.Run(rows, (row, _) =>
        {
            float* hidden = workspace.Hidden + ((nint)row * width);
            float* added = workspace.Projected + ((nint)row * width);
            for (int i = 0; i < width; i++) hidden[i] += added[i];
            if (rounds) ScalarKernels.Round(hidden, width);
        });
    }
}
