using ModelGate.Numerics;

namespace ModelGate.Quantization.Quantizers;

/// <summary>
/// Finds the codes of a linear layer's weight. It works in the values of a <see cref="NumberGrid"/> and never asks for its bits.
/// </summary>
/// <remarks>The same inputs give the same bytes whatever the number of threads.</remarks>
public interface IQuantizer
{
    /// <summary>The name in policies and on the command line.</summary>
    string Name { get; }

    /// <summary>Whether <see cref="Round"/> or <see cref="Prepare"/> look at the layer's inputs.</summary>
    bool NeedsCalibration { get; }

    /// <summary>Changes a decoder layer's weights and norms without changing its function, before its linears are rounded.</summary>
    /// <returns>What the user should know.</returns>
    IReadOnlyList<ModuleNote> Prepare(DecoderLayerProblem layer, WorkerPool pool) => [];

    /// <summary>Codes and scales of one linear layer.</summary>
    RoundedLinear Round(LinearProblem problem, QuantizationRecipe recipe, WorkerPool pool);
}

/// <param name="Matrix">Owned by the receiver.</param>
/// <param name="Notes">What the user should know, such as a raised damping.</param>
public sealed record RoundedLinear(QuantizedMatrix Matrix, IReadOnlyList<ModuleNote> Notes);

/// <summary>What the user should know of one linear layer.</summary>
public sealed record ModuleNote(NoteLevel Level, string Module, string Text);
