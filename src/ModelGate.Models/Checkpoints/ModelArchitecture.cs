namespace ModelGate.Models.Checkpoints;

/// <summary>The decoder families that the engines run; all are pre-norm decoders with RoPE and a gated SiLU MLP.</summary>
public enum ModelArchitecture
{
    Llama,
    Mistral,

    /// <summary>Qwen2 and Qwen2.5: biases on q, k and v.</summary>
    Qwen2,

    /// <summary>RMSNorm of each head of q and k before RoPE.</summary>
    Qwen3,
}
