using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Numerics;

namespace ModelGate.Models.Checkpoints;

/// <summary>Every tensor that the configuration demands is there as demanded, and no other.</summary>
internal static class CheckpointValidator
{
    /// <summary>From headers alone, apart from the two numbers of each <c>weight_shape</c>.</summary>
    public static IReadOnlyList<Diagnostic> Validate(ModelConfig config, QuantizationConfig? quantization, SafetensorsCollection tensors)
    {
        var problems = new List<Diagnostic>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var check = new TensorCheck(tensors, config.File);

        foreach (LinearModule module in DecoderModules.Linears(config))
        {
            LinearFormat? numbers = quantization?.GroupOf(module.Name, module.ClassName)?.Numbers;
            known.UnionWith(check.CheckLinear(module, numbers, problems).ToArray());
        }

        foreach ((string name, long[] shape) in DecoderModules.Others(config))
        {
            check.Check(ExpectedTensor.Plain(name, shape), problems);
            known.Add(name);
        }

        foreach (string name in tensors.Keys)
        {
            if (known.Contains(name) || IsHarmless(name, config, quantization)) continue;
            problems.Add(new Diagnostic(
                CheckpointCodes.TensorUnexpected, new SourcePoint(tensors.FileOf(name)),
                $"Tensor '{name}' ({tensors[name]}) belongs to nothing that config.json describes.",
                "Check that config.json and the weights are of one model, and that quantization_config names what is quantized."));
        }

        return problems;
    }

    /// <summary>
    /// Tensors that change nothing: old rotary buffers, the second copy of a tied head, scales of a declared KV cache format.
    /// </summary>
    private static bool IsHarmless(string name, ModelConfig config, QuantizationConfig? quantization) =>
        name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal)
        || (config.TieWordEmbeddings && name == $"{DecoderModules.Head}.weight")
        || (quantization?.KeyValueCache is not null
            && (name.EndsWith(".self_attn.k_scale", StringComparison.Ordinal)
                || name.EndsWith(".self_attn.v_scale", StringComparison.Ordinal)));
}
