using System.Runtime.Intrinsics;
using ModelGate.Numerics.Kernels;

namespace ModelGate.Numerics.Tests.Kernels;

public sealed class ExponentialTests
{
    [Fact]
    public void Of_whole_range_is_within_3e7_of_double()
    {
        for (float x = Exponential.Lowest; x < Exponential.Highest; x += 0.00391f)
        {
            double expected = Math.Exp(x);
            Assert.InRange(Exponential.Of(x), expected * (1 - 3e-7), expected * (1 + 3e-7));
        }
    }

    [Fact]
    public void Of_special_values_are_exact()
    {
        Assert.Equal(1f, Exponential.Of(0f));
        Assert.Equal(0f, Exponential.Of(float.NegativeInfinity));
        Assert.Equal(0f, Exponential.Of(-88f));
        Assert.Equal(float.PositiveInfinity, Exponential.Of(float.PositiveInfinity));
        Assert.Equal(float.PositiveInfinity, Exponential.Of(89f));
        Assert.True(float.IsNaN(Exponential.Of(float.NaN)));
        Assert.True(float.IsFinite(Exponential.Of(Exponential.Highest)));
        Assert.True(float.IsNormal(Exponential.Of(Exponential.Lowest)));
    }

    [Fact]
    public void Vector_any_value_gives_the_bits_of_the_scalar_form()
    {
        float[] values =
        [
            .. SeededNumbers.Floats(4000, 3, 30f), Exponential.Lowest, MathF.BitDecrement(Exponential.Lowest), Exponential.Highest,
            MathF.BitIncrement(Exponential.Highest), float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f,
        ];
        for (int i = 0; i + 8 <= values.Length; i += 8)
        {
            float[] actual = new float[8];
            Exponential.Of(Vector256.Create(values, i)).CopyTo(actual);
            Bits.AssertEqual([.. values[i..(i + 8)].Select(Exponential.Of)], actual);
        }
    }

    [Fact]
    public void Double_form_is_within_1e15_and_scalar_and_vector_agree()
    {
        for (double x = -707.9; x < 1; x += 0.0813)
        {
            double value = ExponentialDouble.Of(x);
            Assert.InRange(value, Math.Exp(x) * (1 - 1e-15), Math.Exp(x) * (1 + 1e-15));
            Assert.Equal(value, ExponentialDouble.Of(Vector256.Create(x)).GetElement(2));
        }

        Assert.Equal(0, ExponentialDouble.Of(double.NegativeInfinity));
        Assert.Equal(0, ExponentialDouble.Of(Vector256.Create(double.NegativeInfinity)).GetElement(0));
        Assert.True(double.IsNaN(ExponentialDouble.Of(double.NaN)));
        Assert.True(double.IsNaN(ExponentialDouble.Of(Vector256.Create(double.NaN)).GetElement(0)));
    }
}
