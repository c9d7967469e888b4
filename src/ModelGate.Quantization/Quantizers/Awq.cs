using ModelGate.Numerics;
using ModelGate.Quantization.Hessians;

namespace ModelGate.Quantization.Quantizers;

/// <summary>
/// AWQ (arXiv 2306.00978): scales up the weight columns that see large activations before rounding to nearest, and folds the inverse into
/// the norm or linear before them. The scale of each channel comes from a search over twenty candidates.
/// </summary>
/// <remarks>
/// Candidates and mappings are those of llm-compressor (<c>modifiers/transform/awq/base.py</c>, <c>duo_scaling</c>). Their loss here is
/// the squared output error of the linears that are scaled, exact from the second moments of their inputs, where llm-compressor runs the
/// parent block. Linears with quantized activations are left alone: the search knows rounding of weights only.
/// </remarks>
public sealed record Awq : IQuantizer
{
    public string Name => "awq";

    public bool NeedsCalibration => true;

    public IReadOnlyList<ModuleNote> Prepare(DecoderLayerProblem layer, WorkerPool pool)
    {
        List<ModuleNote> notes = [];
        FoldIntoNorm(layer.InputNorm, layer.Attention, pool);
        FoldIntoLinear(layer.Value, layer.Output, notes, pool);
        FoldIntoNorm(layer.PostAttentionNorm, layer.Mlp, pool);
        FoldIntoLinear(layer.Up, layer.Down, notes, pool);
        return notes;
    }

    public RoundedLinear Round(LinearProblem problem, QuantizationRecipe recipe, WorkerPool pool) =>
        new RoundToNearest().Round(problem, recipe, pool);

    private static void FoldIntoNorm(NormWeight norm, IReadOnlyList<LinearProblem> linears, WorkerPool pool)
    {
        if (linears.Count == 0 || linears.Any(linear => linear.Scheme.Activations is not null)) return;
        InputStatistics inputs = Inputs(linears[0]);
        float[] factors = new AwqSearch(linears, inputs, pool).Best();
        float[] ratios = norm.Divide(factors);
        foreach (LinearProblem linear in linears) ColumnScaling.Multiply(linear.Weight, ratios, pool);
        inputs.Divide(ratios);
    }

    /// <summary>Output row k of <paramref name="before"/> is input channel k of <paramref name="after"/>.</summary>
    private static void FoldIntoLinear(LinearProblem? before, LinearProblem? after, List<ModuleNote> notes, WorkerPool pool)
    {
        if (before is null || after is null || after.Scheme.Activations is not null) return;
        if (before.Weight.Rows != after.Weight.Columns) return;
        if (before.HasBias)
        {
            notes.Add(new ModuleNote(NoteLevel.Note, after.Name, $"Its columns are not scaled, because {before.Name} has a bias."));
            return;
        }

        InputStatistics inputs = Inputs(after);
        float[] factors = new AwqSearch([after], inputs, pool).Best();
        ColumnScaling.DivideRows(before.Weight, factors, pool);
        ColumnScaling.Multiply(after.Weight, factors, pool);
        inputs.Divide(factors);
    }

    private static InputStatistics Inputs(LinearProblem linear) =>
        linear.Inputs ?? throw new ArgumentException("AWQ needs the layer's inputs.", nameof(linear));
}
