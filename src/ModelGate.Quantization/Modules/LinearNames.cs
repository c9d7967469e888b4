using System.Text.RegularExpressions;
using ModelGate.Models.Formats;
using ModelGate.Numerics;

namespace ModelGate.Quantization.Modules;

/// <summary>
/// Tells from names and shapes alone which tensors are the linear layers of a decoder, so that any architecture can be quantized. A 2-D
/// <c>*.weight</c> is one unless its name says otherwise.
/// </summary>
public static partial class LinearNames
{
    /// <summary>The language model head, which always keeps its type.</summary>
    public const string Head = "lm_head";

    private const string WeightSuffix = ".weight";

    /// <summary>The layers to quantize and those that are linear but stay as they are, both in order of name, numbers by value.</summary>
    public static (IReadOnlyList<SourceLinear> Quantizable, IReadOnlyList<SourceLinear> Kept) Find(SafetensorsCollection tensors)
    {
        List<SourceLinear> quantizable = [], kept = [];
        foreach (string name in tensors.Keys.OrderBy(SortKey, StringComparer.Ordinal))
        {
            TensorView tensor = tensors[name];
            if (!name.EndsWith(WeightSuffix, StringComparison.Ordinal) || tensor.Rank != 2) continue;
            if (tensor.Type is not (DType.BF16 or DType.F16 or DType.F32)) continue;
            string module = name[..^WeightSuffix.Length];
            bool isKept = IsKept(module);
            if (!isKept && IsTable(module)) continue;
            var linear = new SourceLinear(module, checked((int)tensor.Shape[0]), checked((int)tensor.Shape[1]), tensor.ByteCount);
            (isKept ? kept : quantizable).Add(linear);
        }

        return (quantizable, kept);
    }

    /// <summary>Experts stored as one tensor of three dimensions, which no scheme here stores.</summary>
    public static IReadOnlyList<string> FindStackedExperts(SafetensorsCollection tensors) =>
        [.. tensors.Keys.Where(name => name.Contains("expert", StringComparison.Ordinal) && tensors[name].Rank == 3)];

    /// <summary>So that layer 10 follows layer 9.</summary>
    private static string SortKey(string name) => Digits().Replace(name, number => number.Value.PadLeft(9, '0'));

    /// <summary>Embeddings and norms are no linear layers even where they are stored as matrices.</summary>
    private static bool IsTable(string module) => TableName().IsMatch(module);

    /// <summary>
    /// Heads, MoE routers, towers of other modalities and multi-token prediction keep their type (quantization-methods, section 7).
    /// </summary>
    private static bool IsKept(string module) => KeptName().IsMatch(module);

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    [GeneratedRegex(
        @"(^|\.)(\w*embed\w*|wte|wpe|position_ids|relative_attention_bias|\w*norm\w*|ln_\w+)(\.\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex TableName();

    [GeneratedRegex(
        @"(^|\.)(lm_head|embed_out|score|classifier)$|(^|\.)(mlp|block_sparse_moe|feed_forward|moe)\.gate$"
        + @"|router(\.\w+)?$|shared_expert_gate$"
        + @"|(^|\.)(visual|vision_\w+|vision|audio_\w+|audio|multi_modal_projector|mm_projector|image_newline|mtp|mtp_\w+)\.",
        RegexOptions.CultureInvariant)]
    private static partial Regex KeptName();
}
