using ModelGate.Numerics;
using ModelGate.Quantization.Observers;

namespace ModelGate.Quantization.Quantizers;

/// <summary>Every weight takes the nearest value of its group's grid; needs no calibration.</summary>
public sealed record RoundToNearest : IQuantizer
{
    public string Name => "rtn";

    public bool NeedsCalibration => false;

    public RoundedLinear Round(LinearProblem problem, QuantizationRecipe recipe, WorkerPool pool)
    {
        QuantizedMatrix matrix = problem.NewMatrix();
        ObserveScales(problem.Weight, matrix, recipe.Observer, pool);
        RoundCodes(problem.Weight, matrix, pool);
        return new RoundedLinear(matrix, []);
    }

    /// <summary>Fills the scales of all groups.</summary>
    internal static void ObserveScales(WeightMatrix weight, QuantizedMatrix matrix, IObserver observer, WorkerPool pool) =>
        pool.Run(weight.Rows, (row, _) =>
        {
            ReadOnlySpan<float> weights = weight.Row(row);
            Span<float> scales = matrix.ScalesOf(row);
            for (int group = 0; group < scales.Length; group++)
                scales[group] = observer.Scale(weights.Slice(group * matrix.ColumnsPerScale, matrix.ColumnsPerScale), matrix.Grid);
        });

    /// <summary>Fills the codes, given the scales.</summary>
    internal static void RoundCodes(WeightMatrix weight, QuantizedMatrix matrix, WorkerPool pool) =>
        pool.Run(weight.Rows, (row, _) =>
        {
            ReadOnlySpan<float> weights = weight.Row(row);
            ReadOnlySpan<float> scales = matrix.ScalesOf(row);
            Span<byte> codes = matrix.CodesOf(row);
            for (int group = 0, k = 0; group < scales.Length; group++)
            {
                for (int end = k + matrix.ColumnsPerScale; k < end; k++)
                    codes[k] = matrix.Grid.Encode(matrix.Grid.Nearest(weights[k] / scales[group]));
            }
        });
}
