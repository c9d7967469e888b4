using ModelGate.Numerics;
using ModelGate.Quantization.Hessians;

namespace ModelGate.Quantization.Quantizers;

/// <summary>
/// GPTQ (arXiv 2210.17323): columns are rounded one after the other, and what each loses is made up for by the columns not yet rounded,
/// as the second moments of the layer's inputs tell. Scales are taken once, from the original weights.
/// </summary>
public sealed record Gptq : IQuantizer
{
    public string Name => "gptq";

    public bool NeedsCalibration => true;

    public unsafe RoundedLinear Round(LinearProblem problem, QuantizationRecipe recipe, WorkerPool pool)
    {
        InputStatistics inputs = problem.Inputs ?? throw new ArgumentException("GPTQ needs the layer's inputs.", nameof(problem));
        int columns = problem.Weight.Columns;
        List<ModuleNote> notes = [];
        float[] diagonal = Diagonal(inputs, out bool[] dead);
        int deadCount = dead.Count(isDead => isDead);
        if (deadCount > 0)
            Say(NoteLevel.Note, $"{deadCount} of {columns} input channels were always zero in calibration; their weights became zero.");

        QuantizedMatrix matrix = problem.NewMatrix();
        using WeightMatrix living = WithoutColumns(problem.Weight, dead);
        RoundToNearest.ObserveScales(living, matrix, recipe.Observer, pool);
        int[] order = Order(diagonal, recipe.ActivationOrder);
        using DampedInverse? inverse = DampedInverse.Find(inputs.Hessian, diagonal, order, recipe.Damping, pool);
        if (inverse is null)
        {
            RoundToNearest.ObserveScales(problem.Weight, matrix, recipe.Observer, pool);
            RoundToNearest.RoundCodes(problem.Weight, matrix, pool);
            notes.Clear();
            Say(NoteLevel.Warning, "The Hessian could not be factored with any damping; rounded to nearest instead.");
            return new RoundedLinear(matrix, notes);
        }

        if (inverse.Note is { } note) Say(NoteLevel.Warning, $"The Hessian is not positive definite: {note}.");
        new GptqSweep(living, matrix, order, inverse.Upper).Run(pool);
        return new RoundedLinear(matrix, notes);

        void Say(NoteLevel level, string text) => notes.Add(new ModuleNote(level, problem.Name, text));
    }

    /// <summary>The Hessian's diagonal with 1 in place of the zeros of dead columns, so that they are solved on their own.</summary>
    private static unsafe float[] Diagonal(InputStatistics inputs, out bool[] dead)
    {
        var diagonal = new float[inputs.Width];
        dead = new bool[inputs.Width];
        for (int k = 0; k < diagonal.Length; k++)
        {
            float value = inputs.Hessian[((nint)k * inputs.Width) + k];
            dead[k] = value == 0;
            diagonal[k] = dead[k] ? 1 : value;
        }

        return diagonal;
    }

    private static WeightMatrix WithoutColumns(WeightMatrix weight, bool[] dead)
    {
        var copy = new WeightMatrix(weight.Rows, weight.Columns);
        for (int row = 0; row < weight.Rows; row++)
        {
            ReadOnlySpan<float> source = weight.Row(row);
            Span<float> destination = copy.Row(row);
            for (int k = 0; k < source.Length; k++) destination[k] = dead[k] ? 0 : source[k];
        }

        return copy;
    }

    /// <summary>Equal activations keep the order of the columns.</summary>
    private static int[] Order(float[] diagonal, ActivationOrder order)
    {
        int[] columns = [.. Enumerable.Range(0, diagonal.Length)];
        return order == ActivationOrder.None ? columns : [.. columns.OrderByDescending(k => diagonal[k])];
    }
}
