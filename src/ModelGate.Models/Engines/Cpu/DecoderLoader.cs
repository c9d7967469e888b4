using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Formats;
using ModelGate.Models.Diagnostics;
using ModelGate.Numerics;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>Makes a runnable decoder of a checkpoint's weights.</summary>
public static class DecoderLoader
{
    /// <param name="checkpoint">Stays open as long as the decoder is used: embeddings are read from it.</param>
    /// <param name="pool">Shares the work of packing.</param>
    /// <param name="cacheDirectory">Where packed weights are kept for the next time; null packs into memory.</param>
    /// <exception cref="DiagnosticException">QG0230 and up for tensors that are missing or not finite.</exception>
    public static LlamaDecoder Load(Checkpoint checkpoint, ActivationPrecision precision, WorkerPool pool, string? cacheDirectory = null)
    {
        ModelConfig config = checkpoint.Config;
        TensorView embedding = Tensor(checkpoint, "model.embed_tokens.weight");
        var layers = new DecoderLayer[config.LayerCount];
        for (int i = 0; i < layers.Length; i++)
        {
            string layer = $"model.layers.{i}";
            layers[i] = new DecoderLayer
            {
                Qkv = Pack(checkpoint, $"{layer}.self_attn.q_proj", $"{layer}.self_attn.k_proj", $"{layer}.self_attn.v_proj"),
                AttentionOutput = Pack(checkpoint, $"{layer}.self_attn.o_proj"),
                GateUp = Pack(checkpoint, $"{layer}.mlp.gate_proj", $"{layer}.mlp.up_proj"),
                Down = Pack(checkpoint, $"{layer}.mlp.down_proj"),
                InputNorm = Tensor(checkpoint, $"{layer}.input_layernorm.weight").ToSingles(),
                PostAttentionNorm = Tensor(checkpoint, $"{layer}.post_attention_layernorm.weight").ToSingles(),
            };
        }

        PackedMatrix head = config.TieWordEmbeddings ? new ScalarMatrix([embedding]) : Pack(checkpoint, "lm_head");
        return new LlamaDecoder(
            config, precision, new EmbeddingTable(embedding), layers, Tensor(checkpoint, "model.norm.weight").ToSingles(), head);
    }

    private static ScalarMatrix Pack(Checkpoint checkpoint, params string[] modules) =>
        new([.. modules.Select(module => ((LinearWeights.Dense)checkpoint.Linear(module)).Weight)]);

    private static TensorView Tensor(Checkpoint checkpoint, string name) =>
        checkpoint.Tensors.TryGetValue(name, out TensorView tensor)
            ? tensor
            : throw new DiagnosticException(
                CheckpointCodes.TensorMissing, new SourcePoint(checkpoint.Directory), $"Tensor '{name}' is missing.",
                "Download or copy the checkpoint again.");
}
