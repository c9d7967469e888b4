using ModelGate.Models.Checkpoints;
using ModelGate.Quantization.Observers;
using ModelGate.Quantization.Quantizers;

namespace ModelGate.Quantization.Schemes;

/// <summary>E4M3 weights with a scale for each output channel, E4M3 activations with a dynamic scale for each token.</summary>
public sealed record W8A8Fp8 : QuantizationScheme
{
    public override string Name => "w8a8-fp8";

    public override NumberGrid Weights { get; } = new NumberGrid.E4M3();

    public override Granularity Granularity { get; } = new Granularity.PerChannel();

    public override NumberGrid? Activations => Weights;

    public override LinearFormat Format => LinearFormat.Fp8Dynamic;

    public override QuantizationRecipe DefaultRecipe => new(this, new RoundToNearest(), new MinMax());
}
