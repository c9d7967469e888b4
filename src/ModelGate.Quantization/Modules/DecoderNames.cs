using System.Text.RegularExpressions;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Quantization.Modules;

/// <summary>Calibration runs the model, so every layer to quantize must be one of the seven of a Llama-family decoder layer.</summary>
internal static partial class DecoderNames
{
    private static readonly string[] Leaves =
        ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"];

    public static IEnumerable<Diagnostic> Check(IReadOnlyList<PlannedModule> modules, SourceModel source)
    {
        const string remedy = "Use algorithm rtn without smoothquant, which needs no calibration";
        if (source.Checkpoint is null)
        {
            foreach (Diagnostic reason in source.WhyNotRun) yield return reason with { Remedy = $"{remedy}. {reason.Remedy}" };
            yield break;
        }

        PlannedModule[] foreign = [.. modules.Where(module => module.Scheme is not null && !IsDecoderLinear(module.Name))];
        if (foreign.Length == 0) yield break;
        string others = foreign.Length > 1 ? $" and {foreign.Length - 1} more are" : " is";
        yield return new Diagnostic(
            QuantizationCodes.NotADecoderLayer, new SourcePoint(source.Directory),
            $"{foreign[0].Name}{others} no linear layer of a Llama-family decoder, and only those can be calibrated.",
            $"{remedy}, or ignore these layers.");
    }

    private static bool IsDecoderLinear(string name) =>
        LayerPrefix().Match(name) is { Success: true, Length: var length } && Leaves.Contains(name[length..]);

    [GeneratedRegex(@"^model\.layers\.\d+\.", RegexOptions.CultureInvariant)]
    private static partial Regex LayerPrefix();
}
