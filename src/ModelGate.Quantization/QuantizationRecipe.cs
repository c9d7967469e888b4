using ModelGate.Quantization.Observers;
using ModelGate.Quantization.Quantizers;

namespace ModelGate.Quantization;

/// <summary>The order in which GPTQ visits input columns.</summary>
public enum ActivationOrder
{
    /// <summary>As they are stored.</summary>
    None,

    /// <summary>Largest activations first; groups stay those of the stored columns, so the file and its speed do not change.</summary>
    Weight,
}

/// <summary>Layers whose name matches <paramref name="Pattern"/> take <paramref name="Scheme"/> instead of the recipe's.</summary>
/// <param name="Pattern">A regular expression found anywhere in the module's name, such as <c>down_proj$</c>.</param>
public sealed record SchemeOverride(string Pattern, QuantizationScheme Scheme);

/// <summary>Everything that decides the numbers of a quantized checkpoint, besides the model and the calibration text.</summary>
/// <param name="Scheme">The scheme of every linear layer of the decoder that neither list below names.</param>
/// <param name="Quantizer">How codes are found.</param>
/// <param name="Observer">How a group's scale is found.</param>
public sealed record QuantizationRecipe(QuantizationScheme Scheme, IQuantizer Quantizer, IObserver Observer)
{
    /// <summary>Used by GPTQ only.</summary>
    public ActivationOrder ActivationOrder { get; init; }

    /// <summary>GPTQ adds this share of the Hessian's mean diagonal to the diagonal.</summary>
    /// <value>Default 0.01; above 0, below 1.</value>
    public double Damping { get; init; } = 0.01;

    /// <summary>SmoothQuant's migration strength α between 0 and 1; null leaves the activations as they are.</summary>
    public double? SmoothQuantAlpha { get; init; }

    /// <summary>Regular expressions found anywhere in the name of a module that stays as it is.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>The first pattern that matches decides.</summary>
    public IReadOnlyList<SchemeOverride> Overrides { get; init; } = [];

    /// <summary>What <c>smoothquant</c> without a value means.</summary>
    public const double DefaultSmoothQuantAlpha = 0.8;

    /// <summary>Whether the result depends on calibration text.</summary>
    public bool NeedsCalibration => Quantizer.NeedsCalibration || SmoothQuantAlpha is not null;
}
