using ModelGate.Models.Checkpoints;
using ModelGate.Quantization.Observers;
using ModelGate.Quantization.Quantizers;

namespace ModelGate.Quantization.Schemes;

/// <summary>INT4 weights with a scale for each group of input columns; activations stay in the model's type.</summary>
/// <param name="GroupSize">A power of two, at least 32; it must divide every layer's input width.</param>
public sealed record W4A16Int4(int GroupSize = 128) : QuantizationScheme
{
    public override string Name => "w4a16-int4";

    public override NumberGrid Weights { get; } = new NumberGrid.SignedInteger(4);

    public override Granularity Granularity => new Granularity.PerGroup(GroupSize);

    public override NumberGrid? Activations => null;

    public override LinearFormat Format => LinearFormat.Int4(GroupSize);

    public override QuantizationRecipe DefaultRecipe =>
        new(this, new Gptq(), new Mse()) { ActivationOrder = ActivationOrder.Weight };

    public override QuantizationScheme WithGroupSize(int size) => this with { GroupSize = size };

    /// <summary>Codes are packed into whole 32-bit words, and two 64-bit numbers hold the shape.</summary>
    public override long StoredBytes(long rows, long columns) =>
        (rows * ((columns + 7) / 8) * 4) + (rows * (columns / GroupSize) * 2) + 16;
}
