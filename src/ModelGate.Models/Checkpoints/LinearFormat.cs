namespace ModelGate.Models.Checkpoints;

/// <summary>How one linear layer's numbers are stored and computed.</summary>
/// <param name="Format">Storage in compressed-tensors' words, such as <c>pack-quantized</c>.</param>
/// <param name="Activations">Of the layer's input; null leaves them in the model's type.</param>
/// <param name="Outputs">Of the layer's output; null as a rule.</param>
public sealed record LinearFormat(string Format, NumberFormat Weights, NumberFormat? Activations = null, NumberFormat? Outputs = null)
{
    public const string FloatQuantized = "float-quantized";
    public const string IntQuantized = "int-quantized";
    public const string PackQuantized = "pack-quantized";
    public const string NaiveQuantized = "naive-quantized";
    public const string Nvfp4Packed = "nvfp4-pack-quantized";
    public const string Mxfp4Packed = "mxfp4-pack-quantized";
    public const string Mxfp8 = "mxfp8-quantized";

    /// <summary>FP8 W8A8: one scale for each row of weights, one for each token at run time.</summary>
    public static LinearFormat Fp8Dynamic { get; } = new(
        FloatQuantized,
        new NumberFormat(8, NumberKind.Float, ScaleStrategy.Channel),
        new NumberFormat(8, NumberKind.Float, ScaleStrategy.Token, Time: ScaleTime.Dynamic));

    /// <summary>INT8 W8A8: one scale for each row of weights, one for each token at run time.</summary>
    public static LinearFormat Int8Dynamic { get; } = new(
        IntQuantized,
        new NumberFormat(8, NumberKind.Int, ScaleStrategy.Channel),
        new NumberFormat(8, NumberKind.Int, ScaleStrategy.Token, Time: ScaleTime.Dynamic));

    /// <summary>W4A16 symmetric; null is one scale for each row.</summary>
    public static LinearFormat Int4(int? groupSize) => new(
        PackQuantized,
        new NumberFormat(4, NumberKind.Int, groupSize is null ? ScaleStrategy.Channel : ScaleStrategy.Group) { GroupSize = groupSize });

    public override string ToString() => $"{Format}, weights {Weights}, activations {Activations?.ToString() ?? "unquantized"}";
}
