using ModelGate.Numerics;
using ModelGate.Quantization.Hessians;

namespace ModelGate.Quantization.Tests.Hessians;

public sealed unsafe class DampedInverseTests
{
    [Fact]
    public void Find_two_by_two_example_of_the_method_reference_matches()
    {
        using InputStatistics inputs = Matrices.WithHessian([2, 1, 1, 2], 2);
        using var pool = new WorkerPool(1);
        using DampedInverse? inverse = DampedInverse.Find(inputs.Hessian, [2, 2], [0, 1], 0.01, pool);
        Assert.NotNull(inverse);
        Assert.Null(inverse.Note);
        Assert.Equal(
            [0.809789f, -0.400886f, 0, 0.703598f], new ReadOnlySpan<float>(inverse.Upper, 4).ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void Find_any_size_and_order_inverts_the_damped_hessian(int width)
    {
        using var pool = new WorkerPool(2);
        using InputStatistics inputs = Matrices.Inputs(3 * width, width, width, pool);
        float[] diagonal = [.. Enumerable.Range(0, width).Select(k => inputs.Hessian[(k * width) + k])];
        int[] order = [.. Enumerable.Range(0, width).OrderByDescending(k => diagonal[k])];
        using DampedInverse? inverse = DampedInverse.Find(inputs.Hessian, diagonal, order, 0.01, pool);
        Assert.NotNull(inverse);

        // U·H·Uᵀ = I for H⁻¹ = Uᵀ·U. U is rounded to FP32; the condition number of the damped Hessian is far below 1e4.
        double damping = 0.01 * diagonal.Average(value => (double)value);
        double H(int i, int j) => inputs.Hessian[(order[i] * width) + order[j]] + (i == j ? damping : 0);
        for (int a = 0; a < width; a += 7)
        {
            for (int b = a; b < width; b += 5)
            {
                double sum = 0;
                for (int i = a; i < width; i++)
                {
                    for (int j = b; j < width; j++) sum += inverse.Upper[(a * width) + i] * H(i, j) * inverse.Upper[(b * width) + j];
                }

                Assert.Equal(a == b ? 1 : 0, sum, 1e-3);
            }
        }
    }

    [Fact]
    public void Find_indefinite_matrix_raises_the_damping_and_says_so()
    {
        using InputStatistics inputs = Matrices.WithHessian([1, 1.2f, 1.2f, 1], 2);
        using var pool = new WorkerPool(1);
        using DampedInverse? inverse = DampedInverse.Find(inputs.Hessian, [1, 1], [0, 1], 0.01, pool);
        Assert.Equal("damping raised from 0.01 to 0.21", inverse?.Note);
    }

    [Fact]
    public void Find_strongly_indefinite_matrix_lifts_the_diagonal()
    {
        // Largest diagonal 100, so floors of 1e-6·100 … 10 apply; the block of 3 beside 1 needs a diagonal above 3.
        float[] hessian = [1, 3, 0, 3, 1, 0, 0, 0, 0.001f];
        using InputStatistics inputs = Matrices.WithHessian(hessian, 3);
        using var pool = new WorkerPool(1);
        Assert.Null(DampedInverse.Find(inputs.Hessian, [1, 1, 0.001f], [0, 1, 2], 0.01, pool));

        float[] wide = [1, 3, 0, 3, 1, 0, 0, 0, 100];
        using InputStatistics other = Matrices.WithHessian(wide, 3);
        using DampedInverse? inverse = DampedInverse.Find(other.Hessian, [1, 1, 100], [0, 1, 2], 0.01, pool);
        Assert.Contains("damping raised", inverse?.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_hessian_with_nan_is_given_up()
    {
        using InputStatistics inputs = Matrices.WithHessian([1, 0, 0, float.NaN], 2);
        using var pool = new WorkerPool(1);
        Assert.Null(DampedInverse.Find(inputs.Hessian, [1, float.NaN], [0, 1], 0.01, pool));
    }
}
