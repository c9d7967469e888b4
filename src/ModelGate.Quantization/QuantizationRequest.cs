using ModelGate.Models.Acceptance;
using ModelGate.Models.Diagnostics;
using ModelGate.Quantization.Calibration;

namespace ModelGate.Quantization;

/// <summary>One checkpoint to be written.</summary>
/// <param name="ModelDirectory">Hugging Face layout, not quantized.</param>
/// <param name="OutputDirectory">Appears when everything in it is written and read back. An earlier result in it is replaced.</param>
/// <param name="Calibration">Null only where the recipe needs none.</param>
public sealed record QuantizationRequest(
    string ModelDirectory, string OutputDirectory, QuantizationRecipe Recipe, CalibrationSettings? Calibration = null)
{
    /// <summary>What will serve the result; null where that is not known, and rules that need it become notes.</summary>
    public ServingTarget? Target { get; init; }

    /// <summary>Where the recipe was written, for errors about it.</summary>
    public SourcePoint? RecipePlace { get; init; }

    /// <summary>Threads that share the work; their number does not change a byte.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>How far a run is.</summary>
/// <param name="Stage">Such as <c>layer 3 of 32</c>.</param>
/// <param name="Fraction">From 0 to 1.</param>
public sealed record QuantizationProgress(string Stage, double Fraction);
