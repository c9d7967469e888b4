using ModelGate.Numerics;
using ModelGate.Numerics.Kernels;
using ModelGate.Quantization.Hessians;

namespace ModelGate.Quantization.Tests.Hessians;

public sealed unsafe class InputStatisticsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(700, 36)]
    [InlineData(513, 67)]
    [InlineData(40, 128)]
    public void Add_any_shape_gathers_the_second_moments(int tokens, int width)
    {
        var random = new Random(width);
        float[] x = [.. Enumerable.Range(0, tokens * width).Select(_ => Matrices.Normal(random))];
        using var pool = new WorkerPool(2);
        using InputStatistics inputs = Matrices.Inputs(x, width, pool);
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < width; j++)
            {
                double sum = 0, magnitudes = 0;
                for (int t = 0; t < tokens; t++)
                {
                    double product = (double)x[(t * width) + i] * x[(t * width) + j];
                    sum += 2 * product;
                    magnitudes += 2 * Math.Abs(product);
                }

                // n·u·Σ|ab| with n the chain of a block plus the blocks.
                const int block = SymmetricRankUpdate.TokenBlock;
                double bound = (Math.Min(tokens, block) + (tokens / block) + 2) * Math.Pow(2, -24) * magnitudes;
                Assert.InRange(inputs.Hessian[(i * width) + j] - sum, -bound, bound);
            }
        }

        Assert.Equal(tokens, inputs.Magnitudes.Tokens);
        Assert.Equal(Enumerable.Range(0, tokens).Max(t => MathF.Abs(x[t * width])), inputs.Magnitudes.Largest[0]);
        Assert.Equal(Enumerable.Range(0, tokens).Average(t => (double)MathF.Abs(x[t * width])), inputs.Magnitudes.Mean(0), 1e-9);
    }

    [Fact]
    public void Add_number_of_threads_does_not_change_a_bit()
    {
        const int width = 71, tokens = 600;
        var random = new Random(1);
        float[] x = [.. Enumerable.Range(0, tokens * width).Select(_ => Matrices.Normal(random))];
        using var one = new WorkerPool(1);
        using var three = new WorkerPool(3);
        using InputStatistics a = Matrices.Inputs(x, width, one);
        using InputStatistics b = Matrices.Inputs(x, width, three);
        Assert.True(new ReadOnlySpan<float>(a.Hessian, width * width).SequenceEqual(new ReadOnlySpan<float>(b.Hessian, width * width)));
    }

    [Fact]
    public void Divide_by_factors_is_the_statistics_of_divided_inputs()
    {
        using var pool = new WorkerPool(1);
        using InputStatistics inputs = Matrices.Inputs([1, 2, 3, 4, 5, 6], 2, pool);
        using InputStatistics divided = Matrices.Inputs([0.5f, 0.5f, 1.5f, 1, 2.5f, 1.5f], 2, pool);
        inputs.Divide([2, 4]);
        Assert.Equal(new ReadOnlySpan<float>(divided.Hessian, 4), new ReadOnlySpan<float>(inputs.Hessian, 4));
        Assert.Equal(divided.Magnitudes.Mean(1), inputs.Magnitudes.Mean(1));
    }
}
