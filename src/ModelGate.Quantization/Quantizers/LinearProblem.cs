using ModelGate.Quantization.Hessians;

namespace ModelGate.Quantization.Quantizers;

/// <summary>One linear layer to be quantized.</summary>
/// <param name="Name">The module, such as <c>model.layers.0.self_attn.q_proj</c>.</param>
/// <param name="Weight">In FP32; transforms change it in place.</param>
/// <param name="Scheme">What the numbers shall look like.</param>
/// <param name="Inputs">Shared by layers that read the same input; null without calibration.</param>
/// <param name="HasBias">Whether the layer adds a bias, which forbids scaling its outputs through the weight alone.</param>
public sealed record LinearProblem(
    string Name, WeightMatrix Weight, QuantizationScheme Scheme, InputStatistics? Inputs, bool HasBias = false)
{
    /// <summary>A matrix of the scheme's format and the weight's shape, not filled.</summary>
    public QuantizedMatrix NewMatrix() =>
        new(Scheme.Weights, Weight.Rows, Weight.Columns, Scheme.Granularity.ColumnsPerScale(Weight.Columns));
}
