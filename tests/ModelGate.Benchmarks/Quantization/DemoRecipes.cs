using ModelGate.Quantization;
using ModelGate.Quantization.Observers;
using ModelGate.Quantization.Quantizers;
using ModelGate.Quantization.Schemes;

namespace ModelGate.Benchmarks.Quantization;

/// <summary>The recipes of <c>demo/reference/quantization.json</c> by its names, and AWQ.</summary>
internal static class DemoRecipes
{
    private static readonly QuantizationRecipe Int8 = new W8A8Int8().DefaultRecipe;
    private static readonly QuantizationRecipe Int4 = new W4A16Int4().DefaultRecipe with { ActivationOrder = ActivationOrder.None };

    public static IReadOnlyList<(string Name, QuantizationRecipe Recipe)> All { get; } =
    [
        ("fp8", new W8A8Fp8().DefaultRecipe),
        ("int8-rtn", Int8 with { Quantizer = new RoundToNearest() }),
        ("int8", Int8),
        ("int8-smooth", Int8 with { SmoothQuantAlpha = 0.8 }),
        ("int4-rtn", Int4 with { Quantizer = new RoundToNearest(), Observer = new MinMax() }),
        ("int4-rtn-mse", Int4 with { Quantizer = new RoundToNearest() }),
        ("int4-minmax", Int4 with { Observer = new MinMax() }),
        ("int4", Int4),
        ("int4-actorder", new W4A16Int4().DefaultRecipe),
        ("int4-awq", Int4 with { Quantizer = new Awq(), Observer = new MinMax() }),
    ];
}
