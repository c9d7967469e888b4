using ModelGate.Quantization.Observers;

namespace ModelGate.Quantization.Tests.Observers;

public sealed class ClippingErrorTests
{
    [Fact]
    public void Power_over_the_range_of_errors_is_within_a_millionth()
    {
        for (double error = 1e-9; error < 200; error *= 1.013)
        {
            double square = (float)(error * error);
            Assert.Equal(1, ClippingError.Power((float)square) / Math.Pow(square, 1.2), 1e-6);
        }

        Assert.Equal(0, ClippingError.Power(0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(128)]
    [InlineData(250)]
    public void Sum_vector_gives_the_bits_of_the_scalar(int length)
    {
        var random = new Random(length);
        for (int round = 0; round < 100; round++)
        {
            float[] weights = [.. Enumerable.Range(0, length).Select(i => i == 3 ? 0 : Matrices.Normal(random))];
            float scale = 0.05f + random.NextSingle();
            var integers = new IntegerGrid(-8, 7);
            Assert.Equal(ClippingError.SumScalar(integers, weights, scale, 3), ClippingError.SumVector(integers, weights, scale, 3));
            E4M3Grid floats = default;
            Assert.Equal(ClippingError.SumScalar(floats, weights, scale, 3), ClippingError.SumVector(floats, weights, scale, 3));
        }
    }
}
