using ModelGate.Numerics.Kernels;

namespace ModelGate.Numerics.Tests.Kernels;

/// <summary>LayerNorm and GELU: vector forms against scalar ones by bits, those against double.</summary>
public sealed class EncoderKernelTests
{
    private const double Unit = 1.0 / (1 << 24);

    private static readonly int[] Widths = [1, 7, 8, 9, 15, 16, 17, 31, 33, 67, 256];

    [Fact]
    public void LayerNorm_any_width_gives_the_bits_of_the_scalar_form_in_place_too()
    {
        foreach (int width in Widths)
        {
            float[] x = SeededNumbers.Floats(width, width);
            if (width == 67) x[40] = float.NaN;
            float[] weight = SeededNumbers.Floats(width, 2), bias = SeededNumbers.Floats(width, 3);
            float[] expected = new float[width], actual = new float[width];
            LayerNorm.ApplyScalar(x, weight, bias, 1e-5f, expected);
            LayerNorm.Apply(x, weight, bias, 1e-5f, actual);
            Bits.AssertEqual(expected, actual);
            LayerNorm.Apply(x, weight, bias, 1e-5f, x);
            Bits.AssertEqual(expected, x);
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1000f)]
    public void LayerNorm_against_double_is_within_its_rounding_steps(float offset)
    {
        const int Width = 1000;
        float[] x = [.. SeededNumbers.Floats(Width, 1).Select(value => value + offset)];
        float[] weight = SeededNumbers.Floats(Width, 2), bias = SeededNumbers.Floats(Width, 3), y = new float[Width];
        LayerNorm.Apply(x, weight, bias, 1e-5f, y);

        double mean = x.Average(value => (double)value);
        double deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + 1e-5);
        // The mean: 63 + 4 additions and a division, each at most a unit of the sum of sizes.
        double meanError = 68 * Unit * x.Average(value => Math.Abs((double)value));
        for (int i = 0; i < Width; i++)
        {
            // A wrong mean shifts the numerator; in the variance it counts in second order only, as the deviations sum to 0.
            // The sum of squares (each centred value rounded once, 63 + 4 steps) is halved by the root; then a division, ε, root, inverse,
            // product.
            double normalised = (x[i] - mean) / deviation;
            double error = meanError / deviation + Math.Abs(normalised) * ((67 + 2) / 2.0 + 6) * Unit;
            error += Math.Abs(normalised) * meanError * meanError / (deviation * deviation);
            double expected = normalised * weight[i] + bias[i];
            Assert.InRange(Math.Abs(y[i] - expected), 0, error * Math.Abs(weight[i]) + Math.Abs(expected) * Unit + 1e-12);
        }
    }

    [Fact]
    public void LayerNorm_of_equal_values_is_the_bias()
    {
        float[] y = new float[19];
        LayerNorm.Apply(new float[19], [.. Enumerable.Repeat(2f, 19)], [.. Enumerable.Range(0, 19).Select(i => (float)i)], 1e-12f, y);
        Assert.Equal(Enumerable.Range(0, 19).Select(i => (float)i), y);
    }

    [Fact]
    public void Gelu_any_length_gives_the_bits_of_the_scalar_form()
    {
        foreach (int width in Widths)
        {
            float[] x = SeededNumbers.Floats(width, width, 3f);
            if (width > 8) (x[1], x[2], x[3], x[4], x[5]) = (float.NaN, float.NegativeInfinity, float.PositiveInfinity, -200f, -0f);
            float[] expected = new float[width];
            Gelu.ApplyScalar(x, expected);
            Gelu.Apply(x, x);
            Bits.AssertEqual(expected, x);
        }
    }

    [Fact]
    public void Gelu_against_a_series_in_double_is_within_its_stated_error()
    {
        for (float x = -12.9f; x < 13f; x += 0.0137f)
        {
            double expected = x * LowerTail(x);
            double bound = Math.Abs(expected) * (3e-7 + (32 + x * (double)x / 2) * Unit);
            Assert.InRange(Math.Abs(Gelu.Of(x) - expected), 0, bound);
        }
    }

    [Fact]
    public void Gelu_special_values()
    {
        Assert.Equal(0f, Gelu.Of(0f));
        Assert.Equal(100f, Gelu.Of(100f));
        Assert.Equal(float.PositiveInfinity, Gelu.Of(float.PositiveInfinity));
        Assert.Equal(0f, MathF.Abs(Gelu.Of(-1e20f)));
        Assert.True(float.IsNaN(Gelu.Of(float.NaN)));
        Assert.Equal(0.8413447f, Gelu.Of(1f), 6);
    }

    /// <summary>
    /// Φ(x): a power series of positive terms near 0, Laplace's continued fraction in the tails (Abramowitz and Stegun 26.2.11 and 14).
    /// </summary>
    private static double LowerTail(double x)
    {
        double size = Math.Abs(x);
        double density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        double tail;
        if (size < 2.5)
        {
            double term = size, sum = size;
            for (int k = 3; k < 200; k += 2) sum += term *= size * size / k;
            tail = 0.5 - density * sum;
        }
        else
        {
            double fraction = size;
            for (int k = 200; k >= 1; k--) fraction = size + k / fraction;
            tail = density / fraction;
        }

        return x < 0 ? tail : 1 - tail;
    }
}
