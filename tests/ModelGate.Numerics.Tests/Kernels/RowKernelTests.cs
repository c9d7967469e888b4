using ModelGate.Numerics.Kernels;

namespace ModelGate.Numerics.Tests.Kernels;

/// <summary>Norm, SwiGLU, residual, rotation and rounding: vector forms against scalar ones by bits, those against double.</summary>
public sealed class RowKernelTests
{
    private static readonly int[] Widths = [1, 7, 8, 9, 15, 16, 17, 67, 256];

    public static TheoryData<Rounding> Roundings => [Rounding.None, Rounding.BFloat16];

    [Theory]
    [MemberData(nameof(Roundings))]
    public void RmsNorm_any_width_gives_the_bits_of_the_scalar_form(Rounding rounding)
    {
        foreach (int width in Widths)
        {
            float[] x = SeededNumbers.Floats(width, width);
            float[] weight = SeededNumbers.Floats(width, 2);
            float[] expected = new float[width];
            float[] actual = new float[width];
            RmsNorm.ApplyScalar(x, weight, 1e-5f, expected, rounding);
            RmsNorm.Apply(x, weight, 1e-5f, actual, rounding);
            Bits.AssertEqual(expected, actual);
            RmsNorm.Apply(x, weight, 1e-5f, x, rounding);
            Bits.AssertEqual(expected, x);
        }
    }

    [Fact]
    public void RmsNorm_against_double_is_within_its_rounding_steps()
    {
        float[] x = SeededNumbers.Floats(1000, 1);
        float[] weight = SeededNumbers.Floats(1000, 2);
        float[] y = new float[1000];
        RmsNorm.Apply(x, weight, 1e-6f, y);
        double root = Math.Sqrt(x.Sum(value => (double)value * value) / 1000 + 1e-6);
        for (int i = 0; i < y.Length; i++)
        {
            // The sum of squares (63 + 4 steps, all positive) is halved by the root; then division, root, inverse and two products.
            double expected = x[i] / root * weight[i];
            Assert.InRange(Math.Abs(y[i] - expected), 0, Math.Abs(expected) * (67 / 2.0 + 6) * Math.Pow(2, -24));
        }
    }

    [Fact]
    public void RmsNorm_bfloat16_rounds_before_and_after_the_weight()
    {
        float[] y = new float[2];
        RmsNorm.Apply([3f, 4f], [1.0078125f, 3f], 0f, y, Rounding.BFloat16);
        float inverse = 1f / MathF.Sqrt(12.5f);
        Assert.Equal(BFloat16.Round(BFloat16.Round(3f * inverse) * 1.0078125f), y[0]);
        Assert.Equal(BFloat16.Round(BFloat16.Round(4f * inverse) * 3f), y[1]);
    }

    [Theory]
    [MemberData(nameof(Roundings))]
    public void SwiGlu_any_width_gives_the_bits_of_the_scalar_form(Rounding rounding)
    {
        foreach (int width in Widths)
        {
            float[] gate = SeededNumbers.Floats(width, width, 10f);
            if (width > 8) (gate[1], gate[2], gate[3], gate[4]) = (float.NaN, float.NegativeInfinity, float.PositiveInfinity, -200f);
            float[] up = SeededNumbers.Floats(width, 2);
            float[] expected = new float[width];
            SwiGlu.ApplyScalar(gate, up, expected, rounding);
            SwiGlu.Apply(gate, up, gate, rounding);
            Bits.AssertEqual(expected, gate);
        }
    }

    [Fact]
    public void SwiGlu_against_double_is_within_the_error_of_its_exponential()
    {
        float[] gate = SeededNumbers.Floats(500, 1, 4f);
        float[] up = SeededNumbers.Floats(500, 2);
        float[] y = new float[500];
        SwiGlu.Apply(gate, up, y);
        for (int i = 0; i < y.Length; i++)
        {
            // 1 + e has at most e's relative error, 3e-7, and one rounding; the quotient and the product add one each.
            double expected = gate[i] / (1 + Math.Exp(-gate[i])) * up[i];
            Assert.InRange(Math.Abs(y[i] - expected), 0, Math.Abs(expected) * (3e-7 + 3 * Math.Pow(2, -24)) + 1e-37);
        }
    }

    [Theory]
    [MemberData(nameof(Roundings))]
    public void ResidualAdd_any_width_gives_the_bits_of_the_scalar_form(Rounding rounding)
    {
        foreach (int width in Widths)
        {
            float[] x = SeededNumbers.Floats(width, width);
            float[] expected = [.. x];
            float[] y = SeededNumbers.Floats(width, 2);
            ResidualAdd.ApplyScalar(expected, y, rounding);
            ResidualAdd.Apply(x, y, rounding);
            Bits.AssertEqual(expected, x);
        }
    }

    [Theory]
    [InlineData(Rounding.None, 16)]
    [InlineData(Rounding.BFloat16, 16)]
    [InlineData(Rounding.None, 6)]
    [InlineData(Rounding.BFloat16, 64)]
    public void Rope_any_head_gives_the_bits_of_the_scalar_form(Rounding rounding, int half)
    {
        double[] frequencies = [.. Enumerable.Range(0, half).Select(i => Math.Pow(10_000, -(double)i / half))];
        var rope = new Rope(frequencies, 50, rounding);
        float[] heads = SeededNumbers.Floats(3 * 2 * half, 4);
        float[] expected = [.. heads];
        float[] cosine = [.. frequencies.Select(f => Rounded((float)Math.Cos(49 * f)))];
        float[] sine = [.. frequencies.Select(f => Rounded((float)Math.Sin(49 * f)))];
        for (int head = 0; head < 3; head++) Rope.TurnScalar(expected.AsSpan(head * 2 * half, 2 * half), cosine, sine, rounding);
        rope.Apply(heads, 49);
        Bits.AssertEqual(expected, heads);

        float Rounded(float value) => rounding == Rounding.BFloat16 ? BFloat16.Round(value) : value;
    }

    [Fact]
    public void Rope_rotates_by_position_times_frequency_and_keeps_length()
    {
        var rope = new Rope([1.0, 0.5], 10);
        float[] head = [1f, 0f, 0f, 2f];
        rope.Apply(head, 3);
        Assert.Equal(Math.Cos(3), head[0], 6);
        Assert.Equal(Math.Sin(3), head[2], 6);
        Assert.Equal(-2 * Math.Sin(1.5), head[1], 6);
        Assert.Equal(2 * Math.Cos(1.5), head[3], 6);
        Assert.Throws<ArgumentOutOfRangeException>(() => rope.Apply(head, 10));
    }

    [Fact]
    public void BFloat16Round_span_gives_the_bits_of_the_scalar_form()
    {
        float[] values = [.. SeededNumbers.Floats(101, 9), float.NaN, float.PositiveInfinity, float.MaxValue, -0f, 1e-40f, 1.00390625f];
        values = [.. values, .. values];
        float[] expected = [.. values.Select(BFloat16.Round)];
        BFloat16.Round(values.AsSpan());
        Bits.AssertEqual(expected, values);
    }
}
