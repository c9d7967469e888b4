using ModelGate.Numerics;

namespace ModelGate.Quantization.Quantizers;

/// <summary>Multiplies columns or divides rows of a weight by factors, in FP32.</summary>
internal static class ColumnScaling
{
    public static void Multiply(WeightMatrix weight, float[] factors, WorkerPool pool) =>
        pool.Run(weight.Rows, (row, _) =>
        {
            Span<float> values = weight.Row(row);
            for (int k = 0; k < values.Length; k++) values[k] *= factors[k];
        });

    public static void DivideRows(WeightMatrix weight, float[] factors, WorkerPool pool) =>
        pool.Run(weight.Rows, (row, _) =>
        {
            foreach (ref float value in weight.Row(row)) value /= factors[row];
        });
}
