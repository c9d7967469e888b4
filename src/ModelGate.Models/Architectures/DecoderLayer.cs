using ModelGate.Numerics;

namespace ModelGate.Models.Architectures;

/// <summary>
/// The weights of one decoder layer. Matrices and norms can be replaced one after another, since quantization changes a model layer by
/// layer;
/// whoever replaces one keeps the memory behind it alive as long as the decoder runs.
/// </summary>
/// <remarks>Linear layers that read the same input are one matrix, their rows one after another: q, k, v; gate, up.</remarks>
public sealed class DecoderLayer
{
    /// <summary>((heads + 2 · kv heads) · head dimension) × hidden.</summary>
    public required PackedMatrix Qkv { get; set; }

    /// <summary>o_proj: hidden × (heads · head dimension).</summary>
    public required PackedMatrix AttentionOutput { get; set; }

    /// <summary>(2 · intermediate) × hidden.</summary>
    public required PackedMatrix GateUp { get; set; }

    /// <summary>down_proj: hidden × intermediate.</summary>
    public required PackedMatrix Down { get; set; }

    /// <summary>(hidden) weight of input_layernorm.</summary>
    public required float[] InputNorm { get; set; }

    /// <summary>(hidden) weight of post_attention_layernorm.</summary>
    public required float[] PostAttentionNorm { get; set; }

    /// <summary>(head dimension) weight of q_norm, one for all heads; null where the architecture has none.</summary>
    public float[]? QueryNorm { get; init; }

    /// <summary>(head dimension) weight of k_norm.</summary>
    public float[]? KeyNorm { get; init; }

    /// <summary>As wide as the rows of <see cref="Qkv"/>; null where there is none.</summary>
    public float[]? QkvBias { get; init; }

    public float[]? AttentionOutputBias { get; init; }

    public float[]? GateUpBias { get; init; }

    public float[]? DownBias { get; init; }
}
