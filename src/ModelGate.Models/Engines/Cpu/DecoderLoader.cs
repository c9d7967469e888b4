using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Numerics;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>Makes a runnable decoder of a checkpoint's weights.</summary>
public static class DecoderLoader
{
    /// <param name="checkpoint">Stays open as long as the decoder is used: embedding rows are read from it.</param>
    /// <param name="pool">Shares the work of packing.</param>
    /// <param name="cacheDirectory">Where packed weights are kept for the next time; null packs them into memory.</param>
    /// <returns>Owns its packed weights.</returns>
    /// <exception cref="DiagnosticException">
    /// QG0222 and QG0230 to QG0237: a tensor is missing, of a format that is not computed, or has values that are not finite. QG0801 to
    /// QG0803.
    /// </exception>
    public static LlamaDecoder Load(
        Checkpoint checkpoint, ActivationPrecision precision, WorkerPool pool, string? cacheDirectory = null,
        int chunkRows = LlamaDecoder.DefaultChunkRows)
    {
        DecoderPlan plan = DecoderPlan.Read(checkpoint);
        PackedWeights weights = cacheDirectory is null
            ? PackedWeights.InMemory(checkpoint, plan, pool)
            : PackedWeights.Cached(checkpoint, plan, cacheDirectory, pool);
        ModelConfig config = checkpoint.Config;
        IEnumerable<DecoderLayer> layers =
            Enumerable.Range(0, config.LayerCount).Select(index => Layer(checkpoint, plan, weights.Matrices, index));
        return new LlamaDecoder(
            config, precision, new EmbeddingTable(checkpoint.Tensors[$"{DecoderModules.Embedding}.weight"]), [.. layers],
            Norm(checkpoint, DecoderModules.FinalNorm), weights.Matrices[plan.Head], chunkRows, weights);
    }

    private static DecoderLayer Layer(Checkpoint checkpoint, DecoderPlan plan, IReadOnlyList<PackedMatrix> matrices, int index)
    {
        string layer = DecoderModules.Layer(index);
        (int qkv, int output, int gateUp, int down) =
            (DecoderPlan.Qkv(index), DecoderPlan.AttentionOutput(index), DecoderPlan.GateUp(index), DecoderPlan.Down(index));
        bool headNorms = checkpoint.Config.QkNorm;
        return new DecoderLayer
        {
            Qkv = matrices[qkv],
            AttentionOutput = matrices[output],
            GateUp = matrices[gateUp],
            Down = matrices[down],
            QkvBias = plan.Linears[qkv].Bias(),
            AttentionOutputBias = plan.Linears[output].Bias(),
            GateUpBias = plan.Linears[gateUp].Bias(),
            DownBias = plan.Linears[down].Bias(),
            InputNorm = Norm(checkpoint, $"{layer}.input_layernorm"),
            PostAttentionNorm = Norm(checkpoint, $"{layer}.post_attention_layernorm"),
            QueryNorm = headNorms ? Norm(checkpoint, $"{layer}.self_attn.q_norm") : null,
            KeyNorm = headNorms ? Norm(checkpoint, $"{layer}.self_attn.k_norm") : null,
        };
    }

    private static float[] Norm(Checkpoint checkpoint, string module) => checkpoint.Tensors[$"{module}.weight"].ToSingles();
}
