using System.Runtime.Intrinsics;

namespace ModelGate.Quantization.Tests;

public sealed class NumberGridTests
{
    public static TheoryData<NumberGrid> Grids => [new NumberGrid.SignedInteger(4), new NumberGrid.SignedInteger(8), new NumberGrid.E4M3()];

    [Theory]
    [InlineData(4, 7.5f, 7)]
    [InlineData(4, -7.5f, -8)]
    [InlineData(4, -8f, -8)]
    [InlineData(4, -9f, -8)]
    [InlineData(4, 2.5f, 2)]
    [InlineData(4, 0.5f, 0)]
    [InlineData(4, -0.5f, 0)]
    [InlineData(4, 1.5f, 2)]
    [InlineData(8, 127.5f, 127)]
    [InlineData(8, -127.5f, -128)]
    [InlineData(8, 126.5f, 126)]
    public void Nearest_integer_grid_clamps_and_rounds_half_to_even(int bits, float quotient, float expected) =>
        Assert.Equal(expected, new NumberGrid.SignedInteger(bits).Nearest(quotient));

    [Theory]
    [InlineData(448f, 0x7E)]
    [InlineData(1000f, 0x7E)]
    [InlineData(-224f, 0xF6)]
    [InlineData(104f, 0x6D)]
    [InlineData(1.4886f, 0x3C)]
    [InlineData(0.0009f, 0x00)]
    [InlineData(0.0010f, 0x01)]
    [InlineData(0.015625f, 0x08)]
    [InlineData(0.0155f, 0x08)]
    public void Encode_e4m3_examples_of_the_format_reference_match(float quotient, int expected)
    {
        var grid = new NumberGrid.E4M3();
        Assert.Equal((byte)expected, grid.Encode(grid.Nearest(quotient)));
    }

    [Fact]
    public void Nearest_e4m3_is_the_nearest_of_all_values_with_ties_to_even()
    {
        var grid = new NumberGrid.E4M3();
        float[] values = [.. Enumerable.Range(0, 0x7F).Select(code => grid.Decode((byte)code))];
        for (int code = 0; code + 1 < values.Length; code++)
        {
            float low = values[code], high = values[code + 1], middle = (low + high) / 2;
            Assert.Equal(code % 2 == 0 ? low : high, grid.Nearest(middle));
            Assert.Equal(low, grid.Nearest(MathF.BitDecrement(middle)));
            Assert.Equal(high, grid.Nearest(MathF.BitIncrement(middle)));
            Assert.Equal(-high, grid.Nearest(-MathF.BitIncrement(middle)));
        }
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void Encode_every_value_round_trips(NumberGrid grid)
    {
        foreach (int code in Enumerable.Range(0, 256))
        {
            float value = grid.Decode((byte)code);
            if (float.IsNaN(value) || value != grid.Nearest(value)) continue;
            Assert.Equal((byte)code, grid.Encode(grid.Nearest(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void Nearest_vector_gives_the_bits_of_the_scalar(NumberGrid grid)
    {
        var random = new Random(5);
        Span<float> rounded = stackalloc float[16];
        Span<float> quotients = stackalloc float[16];
        for (int round = 0; round < 2000; round++)
        {
            for (int i = 0; i < 16; i++)
            {
                quotients[i] = (round % 4) switch
                {
                    0 => random.Next(-300, 300) / 2f,
                    1 => Matrices.Normal(random) * 0.02f,
                    2 => Matrices.Normal(random) * 500,
                    _ => Matrices.Normal(random),
                };
            }

            grid.Nearest(Vector512.Create<float>(quotients)).CopyTo(rounded);
            for (int i = 0; i < 16; i++)
                Assert.Equal(BitConverter.SingleToInt32Bits(grid.Nearest(quotients[i])), BitConverter.SingleToInt32Bits(rounded[i]));
        }
    }
}
