using ModelGate.Numerics;

namespace ModelGate.Models.Checkpoints;

/// <summary>
/// The stored weight of one linear layer y = x · wᵀ + bias, (N rows = outputs) × (K columns = inputs). Scales are BF16, F16 or F32 as
/// stored; <see cref="TensorValues"/> reads them as FP32.
/// </summary>
public abstract record LinearWeights
{
    private LinearWeights(int rows, int columns, TensorView? bias) => (Rows, Columns, Bias) = (rows, columns, bias);

    /// <summary>N.</summary>
    public int Rows { get; }

    /// <summary>K.</summary>
    public int Columns { get; }

    /// <summary>[N] in BF16, F16 or F32; null where the layer has none.</summary>
    public TensorView? Bias { get; }

    /// <summary>Unquantized.</summary>
    /// <param name="Weight">[N, K] in BF16, F16 or F32.</param>
    public sealed record Dense(int Rows, int Columns, TensorView? Bias, TensorView Weight) : LinearWeights(Rows, Columns, Bias);

    /// <summary>W8A8: w = code · scale; activations are quantized at run time for each token, absmax/127.</summary>
    /// <param name="Codes">I8 [N, K].</param>
    /// <param name="Scale">[N, 1], or [1] for one scale of all rows.</param>
    public sealed record Int8(int Rows, int Columns, TensorView? Bias, TensorView Codes, TensorView Scale)
        : LinearWeights(Rows, Columns, Bias);

    /// <summary>W8A8: w = E4M3 code · scale; activations are quantized at run time for each token, absmax/448.</summary>
    /// <param name="Codes">F8_E4M3 [N, K].</param>
    /// <param name="Scale">[N, 1], or [1] for one scale of all rows.</param>
    public sealed record Fp8(int Rows, int Columns, TensorView? Bias, TensorView Codes, TensorView Scale)
        : LinearWeights(Rows, Columns, Bias);

    /// <summary>W4A16, symmetric: word c/8 of a row holds code(c) + 8 in bits 4·(c mod 8) and up; w = code · scale.</summary>
    /// <param name="Words">I32 [N, ⌈K/8⌉]; nibbles past K are 0 and mean nothing.</param>
    /// <param name="Scale">[N, K/group size]; column c uses scale c ÷ group size.</param>
    /// <param name="GroupSize">Divides K; K itself where a row has one scale.</param>
    public sealed record Int4(int Rows, int Columns, TensorView? Bias, TensorView Words, TensorView Scale, int GroupSize)
        : LinearWeights(Rows, Columns, Bias);

    /// <summary>W8A16, symmetric: word c/4 of a row holds code(c) + 128 in bits 8·(c mod 4) and up; w = code · scale.</summary>
    /// <param name="Words">I32 [N, ⌈K/4⌉].</param>
    /// <param name="Scale">[N, K/group size].</param>
    /// <param name="GroupSize">Divides K; K itself where a row has one scale.</param>
    public sealed record Int8WeightOnly(int Rows, int Columns, TensorView? Bias, TensorView Words, TensorView Scale, int GroupSize)
        : LinearWeights(Rows, Columns, Bias);
}
