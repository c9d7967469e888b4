using System.Runtime.Intrinsics;
using ModelGate.Numerics;
using ModelGate.Quantization.Hessians;

namespace ModelGate.Quantization.Quantizers;

/// <summary>How far a quantized weight is from the original one.</summary>
/// <param name="WeightSqnrDecibels">10·log₁₀ of Σw² over Σ(w − ŵ)²; null where nothing was lost.</param>
/// <param name="RelativeOutputError">
/// Σ(x·(w − ŵ)ᵀ)² over Σ(x·wᵀ)² on the calibration inputs; null without them or where all outputs are 0.
/// </param>
public sealed record RoundingError(double? WeightSqnrDecibels, double? RelativeOutputError)
{
    internal const int TileRows = 4;

    public static RoundingError Of(LinearProblem problem, QuantizedMatrix matrix, WorkerPool pool)
    {
        WeightMatrix weight = problem.Weight;
        int columns = weight.Columns;
        var power = new double[weight.Rows];
        var noise = new double[weight.Rows];
        pool.Run(weight.Rows, (row, _) =>
        {
            ReadOnlySpan<float> original = weight.Row(row);
            float[] rounded = new float[columns];
            matrix.Dequantize(row, rounded);
            for (int k = 0; k < columns; k++)
            {
                power[row] += (double)original[k] * original[k];
                double difference = (double)original[k] - rounded[k];
                noise[row] += difference * difference;
            }
        });
        double? sqnr = noise.Sum() is > 0 and double lost && power.Sum() > 0 ? 10 * Math.Log10(power.Sum() / lost) : null;
        if (problem.Inputs is not { } inputs) return new RoundingError(sqnr, null);

        int tiles = (weight.Rows + TileRows - 1) / TileRows;
        var outputs = new double[tiles];
        var errors = new double[tiles];
        pool.Run(tiles, (tile, _) =>
        {
            float[] rows = new float[TileRows * columns];
            for (int r = 0; r < Math.Min(TileRows, weight.Rows - (tile * TileRows)); r++)
                weight.Row((tile * TileRows) + r).CopyTo(rows.AsSpan(r * columns));
            outputs[tile] = QuadraticForm(inputs, rows);
            float[] rounded = new float[columns];
            for (int r = 0; r < Math.Min(TileRows, weight.Rows - (tile * TileRows)); r++)
            {
                matrix.Dequantize((tile * TileRows) + r, rounded);
                for (int k = 0; k < columns; k++) rows[(r * columns) + k] -= rounded[k];
            }

            errors[tile] = QuadraticForm(inputs, rows);
        });
        return new RoundingError(sqnr, outputs.Sum() is > 0 and double total ? errors.Sum() / total : null);
    }

    /// <summary>
    /// Σ over four rows d of dᵀ·G·d, G the inputs' second moments: each diagonal element once, each element right of it twice.
    /// </summary>
    internal static unsafe double QuadraticForm(InputStatistics inputs, float[] rows)
    {
        int columns = inputs.Width;
        float* hessian = inputs.Hessian;
        double total = 0;
        fixed (float* d = rows)
        {
            for (int i = 0; i < columns; i++)
            {
                float* g = hessian + ((nint)i * columns);
                Vector512<float> a = default, b = default, c = default, e = default;
                int j = i + 1;
                for (; j + Vector512<float>.Count <= columns; j += Vector512<float>.Count)
                {
                    Vector512<float> v = Vector512.Load(g + j);
                    a = Vector512.FusedMultiplyAdd(v, Vector512.Load(d + j), a);
                    b = Vector512.FusedMultiplyAdd(v, Vector512.Load(d + columns + j), b);
                    c = Vector512.FusedMultiplyAdd(v, Vector512.Load(d + (2 * columns) + j), c);
                    e = Vector512.FusedMultiplyAdd(v, Vector512.Load(d + (3 * columns) + j), e);
                }

                total += Row(d, a) + Row(d + columns, b) + Row(d + (2 * columns), c) + Row(d + (3 * columns), e);

                double Row(float* row, Vector512<float> sums)
                {
                    double right = 0;
                    for (int lane = 0; lane < Vector512<float>.Count; lane++) right += sums[lane];
                    for (int k = j; k < columns; k++) right += (double)g[k] * row[k];
                    return row[i] * (((double)g[i] * row[i]) + (2 * right));
                }
            }
        }

        return total;
    }
}
