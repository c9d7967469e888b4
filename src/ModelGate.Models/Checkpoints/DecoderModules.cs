namespace ModelGate.Models.Checkpoints;

/// <summary>A linear layer that the configuration demands.</summary>
/// <param name="Name">Without <c>.weight</c>.</param>
/// <param name="Rows">N.</param>
/// <param name="Columns">K.</param>
/// <param name="ClassName">Its class for compressed-tensors targets.</param>
public sealed record LinearModule(string Name, int Rows, int Columns, bool HasBias, string ClassName = QuantizationConfig.LinearClass);

/// <summary>The modules of a Llama-family decoder, by the names that checkpoints use.</summary>
public static class DecoderModules
{
    public const string Embedding = "model.embed_tokens";
    public const string FinalNorm = "model.norm";
    public const string Head = "lm_head";

    public static string Layer(int layer) => $"model.layers.{layer}";

    /// <summary>Decoder layers in order, then the LM head where it is not the embedding.</summary>
    public static IEnumerable<LinearModule> Linears(ModelConfig config)
    {
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            string attention = $"{Layer(layer)}.self_attn", mlp = $"{Layer(layer)}.mlp";
            yield return new($"{attention}.q_proj", config.QueryWidth, config.HiddenSize, config.AttentionBias);
            yield return new($"{attention}.k_proj", config.KeyValueWidth, config.HiddenSize, config.AttentionBias);
            yield return new($"{attention}.v_proj", config.KeyValueWidth, config.HiddenSize, config.AttentionBias);
            yield return new($"{attention}.o_proj", config.HiddenSize, config.QueryWidth, config.AttentionOutputBias);
            yield return new($"{mlp}.gate_proj", config.IntermediateSize, config.HiddenSize, config.MlpBias);
            yield return new($"{mlp}.up_proj", config.IntermediateSize, config.HiddenSize, config.MlpBias);
            yield return new($"{mlp}.down_proj", config.HiddenSize, config.IntermediateSize, config.MlpBias);
        }

        if (!config.TieWordEmbeddings) yield return HeadModule(config);
    }

    internal static LinearModule HeadModule(ModelConfig config) =>
        new(Head, config.VocabularySize, config.HiddenSize, HasBias: false, QuantizationConfig.HeadClass);

    /// <summary>Embedding and norms: tensor name and shape.</summary>
    public static IEnumerable<(string Tensor, long[] Shape)> Others(ModelConfig config)
    {
        yield return ($"{Embedding}.weight", [config.VocabularySize, config.HiddenSize]);
        for (int layer = 0; layer < config.LayerCount; layer++)
        {
            yield return ($"{Layer(layer)}.input_layernorm.weight", [config.HiddenSize]);
            yield return ($"{Layer(layer)}.post_attention_layernorm.weight", [config.HiddenSize]);
            if (!config.QkNorm) continue;
            yield return ($"{Layer(layer)}.self_attn.q_norm.weight", [config.HeadDim]);
            yield return ($"{Layer(layer)}.self_attn.k_norm.weight", [config.HeadDim]);
        }

        yield return ($"{FinalNorm}.weight", [config.HiddenSize]);
    }
}
