using ModelGate.Quantization.Hessians;
using ModelGate.Quantization.Observers;
using ModelGate.Quantization.Quantizers;
using ModelGate.Numerics;

namespace ModelGate.Quantization.Tests;

/// <summary>Seeded matrices and layer inputs.</summary>
internal static class Matrices
{
    public static WeightMatrix Gaussian(int rows, int columns, int seed, float scale = 0.05f)
    {
        var random = new Random(seed);
        var matrix = new WeightMatrix(rows, columns);
        for (int row = 0; row < rows; row++)
        {
            foreach (ref float value in matrix.Row(row)) value = BFloat16.Round(scale * Normal(random));
        }

        return matrix;
    }

    public static WeightMatrix Of(params float[][] rows)
    {
        var matrix = new WeightMatrix(rows.Length, rows[0].Length);
        for (int row = 0; row < rows.Length; row++) rows[row].CopyTo(matrix.Row(row));
        return matrix;
    }

    /// <summary>Inputs whose channels depend on each other: x[t, k] = z[t, k] + z[t, k − 1]/2, some channels larger than others.</summary>
    public static unsafe InputStatistics Inputs(int tokens, int width, int seed, WorkerPool pool)
    {
        var random = new Random(seed);
        float[] x = new float[tokens * width];
        for (int t = 0; t < tokens; t++)
        {
            float before = 0;
            for (int k = 0; k < width; k++)
            {
                float z = Normal(random);
                x[(t * width) + k] = (z + (before / 2)) * (k % 17 == 3 ? 8 : 1);
                before = z;
            }
        }

        return Inputs(x, width, pool);
    }

    public static unsafe InputStatistics Inputs(float[] x, int width, WorkerPool pool)
    {
        var inputs = new InputStatistics(width);
        fixed (float* data = x) inputs.Add(data, x.Length / width, pool);
        inputs.Complete(pool);
        return inputs;
    }

    /// <summary>Statistics with a given Hessian.</summary>
    public static unsafe InputStatistics WithHessian(float[] hessian, int width)
    {
        var inputs = new InputStatistics(width);
        hessian.CopyTo(new Span<float>(inputs.Hessian, width * width));
        return inputs;
    }

    public static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    public static byte[] Codes(QuantizedMatrix matrix) =>
        [.. Enumerable.Range(0, matrix.Rows).SelectMany(row => matrix.CodesOf(row).ToArray())];

    public static float[] Scales(QuantizedMatrix matrix) =>
        [.. Enumerable.Range(0, matrix.Rows).SelectMany(row => matrix.ScalesOf(row).ToArray())];

    public static sbyte[] Signed(QuantizedMatrix matrix) => [.. Codes(matrix).Select(code => (sbyte)code)];
}

/// <summary>A grid given by hand, for examples on paper.</summary>
internal sealed record FixedScale(float Value) : IObserver
{
    public string Name => "fixed";

    public float Scale(ReadOnlySpan<float> group, NumberGrid grid) => Value;
}
