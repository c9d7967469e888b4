using ModelGate.Models.Checkpoints;
using ModelGate.Quantization.Observers;
using ModelGate.Quantization.Quantizers;

namespace ModelGate.Quantization.Schemes;

/// <summary>INT8 weights with a scale for each output channel, INT8 activations with a dynamic scale for each token.</summary>
public sealed record W8A8Int8 : QuantizationScheme
{
    public override string Name => "w8a8-int8";

    public override NumberGrid Weights { get; } = new NumberGrid.SignedInteger(8);

    public override Granularity Granularity { get; } = new Granularity.PerChannel();

    public override NumberGrid? Activations => Weights;

    public override LinearFormat Format => LinearFormat.Int8Dynamic;

    public override QuantizationRecipe DefaultRecipe => new(this, new Gptq(), new MinMax());
}
