namespace ModelGate.Numerics.Tests;

public sealed class BFloat16Tests
{
    [Theory]
    [InlineData(0x3F80_0000u, 0x3F80)]
    [InlineData(0x3F80_8000u, 0x3F80)]
    [InlineData(0x3F81_8000u, 0x3F82)]
    [InlineData(0x3F80_8001u, 0x3F81)]
    [InlineData(0x7F80_0000u, 0x7F80)]
    [InlineData(0x7F7F_FFFFu, 0x7F80)]
    [InlineData(0x8000_0000u, 0x8000)]
    public void FromSingle_any_value_rounds_to_nearest_even(uint single, int expected) =>
        Assert.Equal((ushort)expected, BFloat16.FromSingle(BitConverter.UInt32BitsToSingle(single)));

    [Fact]
    public void FromSingle_nan_with_low_payload_stays_nan() =>
        Assert.True(float.IsNaN(BFloat16.Round(BitConverter.UInt32BitsToSingle(0x7F80_0001))));

    [Fact]
    public void FromSingle_all_patterns_round_trip()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            float value = BFloat16.ToSingle((ushort)bits);
            if (!float.IsNaN(value)) Assert.Equal((ushort)bits, BFloat16.FromSingle(value));
        }
    }
}
