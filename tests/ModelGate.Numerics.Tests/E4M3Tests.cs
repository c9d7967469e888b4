using System.Runtime.Intrinsics;

namespace ModelGate.Numerics.Tests;

public sealed class E4M3Tests
{
    [Theory]
    [InlineData(0x00, 0f)]
    [InlineData(0x01, 1f / 512)]
    [InlineData(0x07, 7f / 512)]
    [InlineData(0x08, 1f / 64)]
    [InlineData(0x38, 1f)]
    [InlineData(0x39, 1.125f)]
    [InlineData(0x7E, 448f)]
    [InlineData(0xFE, -448f)]
    public void ToSingle_patterns_of_the_paper_have_their_values(byte code, float value) => Assert.Equal(value, E4M3.ToSingle(code));

    [Theory]
    [InlineData(1000f, 0x7E)]
    [InlineData(float.NegativeInfinity, 0xFE)]
    [InlineData(464f, 0x7E)]
    [InlineData(1.0625f, 0x38)]
    [InlineData(1.1875f, 0x3A)]
    [InlineData(1f / 1024, 0x00)]
    [InlineData(3f / 1024, 0x02)]
    [InlineData(-1f / 1024, 0x80)]
    [InlineData(float.NaN, 0x7F)]
    public void FromSingle_clamps_and_rounds_ties_to_even(float value, byte code) => Assert.Equal(code, E4M3.FromSingle(value));

    [Fact]
    public void FromSingle_every_pattern_round_trips()
    {
        for (int code = 0; code < 256; code++)
        {
            if ((code & 0x7F) == 0x7F) Assert.True(float.IsNaN(E4M3.ToSingle((byte)code)));
            else Assert.Equal((byte)code, E4M3.FromSingle(E4M3.ToSingle((byte)code)));
        }
    }

    [Fact]
    public void FromSingle_between_neighbours_takes_the_nearer()
    {
        for (int code = 0; code < 0x7E; code++)
        {
            float low = E4M3.ToSingle((byte)code);
            float high = E4M3.ToSingle((byte)(code + 1));
            float middle = (low + high) / 2;
            Assert.Equal(code, E4M3.FromSingle(MathF.BitDecrement(middle)));
            Assert.Equal(code % 2 == 0 ? code : code + 1, E4M3.FromSingle(middle));
            Assert.Equal(code + 1, E4M3.FromSingle(MathF.BitIncrement(middle)));
        }
    }

    [Fact]
    public void Vectors_any_value_give_the_bits_of_the_scalar_form()
    {
        float[] values =
        [
            .. Enumerable.Range(0, 256).Select(code => E4M3.ToSingle((byte)code) * 1.03f), .. SeededNumbers.Floats(1000, 1, 100f),
            float.Epsilon, -0f, 1e-39f, float.MaxValue, float.NegativeInfinity, float.NaN, 448.1f, 463f,
        ];
        for (int i = 0; i + 8 <= values.Length; i += 8)
        {
            float[] expected = [.. values[i..(i + 8)].Select(E4M3.Round)];
            float[] actual = new float[8];
            E4M3.Round(Vector256.Create(values, i)).CopyTo(actual);
            Bits.AssertEqual(expected, actual);
        }

        for (uint code = 0; code < 256; code += 8)
        {
            float[] actual = new float[8];
            E4M3.ToSingle(Vector256.Create(code, code + 1, code + 2, code + 3, code + 4, code + 5, code + 6, code + 7)).CopyTo(actual);
            Bits.AssertEqual([.. Enumerable.Range((int)code, 8).Select(c => E4M3.ToSingle((byte)c))], actual);
        }
    }
}
