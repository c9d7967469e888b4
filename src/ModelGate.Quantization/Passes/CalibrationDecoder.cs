using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;

namespace ModelGate.Quantization.Passes;

/// <summary>A decoder in FP32 that holds the weights of one layer at a time.</summary>
internal sealed class CalibrationDecoder : IDisposable
{
    private readonly List<LayerMatrix> loaded = [];

    public CalibrationDecoder(Checkpoint checkpoint)
    {
        ModelConfig config = checkpoint.Config;
        Decoder = new LlamaDecoder(
            config, ActivationPrecision.Fp32, new EmbeddingTable(checkpoint.Tensors[$"{DecoderModules.Embedding}.weight"]),
            [.. Enumerable.Range(0, config.LayerCount).Select(layer => EmptyLayer(checkpoint, layer))],
            checkpoint.Tensors[$"{DecoderModules.FinalNorm}.weight"].ToSingles(),
            new AbsentMatrix(config.VocabularySize, config.HiddenSize));
    }

    public LlamaDecoder Decoder { get; }

    /// <summary>Puts a layer's matrices and norms in place; those of any layer loaded before are released.</summary>
    public void Load(
        int layer, LayerMatrix qkv, LayerMatrix output, LayerMatrix gateUp, LayerMatrix down, float[] inputNorm, float[] postAttentionNorm)
    {
        Unload();
        loaded.AddRange([qkv, output, gateUp, down]);
        DecoderLayer target = Decoder.Layers[layer];
        (target.Qkv, target.AttentionOutput, target.GateUp, target.Down) = (qkv.Matrix, output.Matrix, gateUp.Matrix, down.Matrix);
        (target.InputNorm, target.PostAttentionNorm) = (inputNorm, postAttentionNorm);
    }

    public void Dispose()
    {
        Unload();
        Decoder.Dispose();
    }

    private void Unload()
    {
        foreach (LayerMatrix matrix in loaded) matrix.Dispose();
        loaded.Clear();
    }

    private static DecoderLayer EmptyLayer(Checkpoint checkpoint, int layer)
    {
        ModelConfig config = checkpoint.Config;
        string name = DecoderModules.Layer(layer);
        return new DecoderLayer
        {
            Qkv = new AbsentMatrix(config.QueryWidth + (2 * config.KeyValueWidth), config.HiddenSize),
            AttentionOutput = new AbsentMatrix(config.HiddenSize, config.QueryWidth),
            GateUp = new AbsentMatrix(2 * config.IntermediateSize, config.HiddenSize),
            Down = new AbsentMatrix(config.HiddenSize, config.IntermediateSize),
            InputNorm = [],
            PostAttentionNorm = [],
            QueryNorm = config.QkNorm ? checkpoint.Tensors[$"{name}.self_attn.q_norm.weight"].ToSingles() : null,
            KeyNorm = config.QkNorm ? checkpoint.Tensors[$"{name}.self_attn.k_norm.weight"].ToSingles() : null,
            QkvBias = Bias(checkpoint, $"{name}.self_attn.q_proj", $"{name}.self_attn.k_proj", $"{name}.self_attn.v_proj"),
            AttentionOutputBias = Bias(checkpoint, $"{name}.self_attn.o_proj"),
            GateUpBias = Bias(checkpoint, $"{name}.mlp.gate_proj", $"{name}.mlp.up_proj"),
            DownBias = Bias(checkpoint, $"{name}.mlp.down_proj"),
        };
    }

    private static float[]? Bias(Checkpoint checkpoint, params string[] modules)
    {
        LinearWeights[] parts = [.. modules.Select(checkpoint.Linear)];
        if (parts.All(part => part.Bias is null)) return null;
        return [.. parts.SelectMany(part => part.Bias is { } bias ? bias.ToSingles() : new float[part.Rows])];
    }
}
