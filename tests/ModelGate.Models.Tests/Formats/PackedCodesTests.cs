using System.Runtime.InteropServices;
using ModelGate.Models.Formats;

namespace ModelGate.Models.Tests.Formats;

/// <summary>Worked examples of checkpoint-format section 5.</summary>
public sealed class PackedCodesTests
{
    [Theory]
    [InlineData(4, new[] { -8, -7, -1, 0, 1, 2, 6, 7 }, new[] { -22444272 })]
    [InlineData(4, new[] { 1, 2, 3, 4, 5, 6, 7, 0 }, new[] { -1880241239 })]
    [InlineData(4, new[] { 0, 0, 0, 0, 0, 0, 0, 0 }, new[] { -2004318072 })]
    [InlineData(4, new[] { -8, -7, -6, -5, -4, -3, -2, -1, 0, 1 }, new[] { 1985229328, 152 })]
    [InlineData(4, new[] { 2, -8, 0, 7, -4, 2, 0, -5 }, new[] { 950335498 })]
    [InlineData(4, new[] { 0, -1, 1, -8, 7, 2, -3, 0 }, new[] { -2052126344 })]
    [InlineData(8, new[] { -128, -1, 0, 127 }, new[] { -8356096 })]
    public void Pack_and_unpack_worked_example(int bits, int[] codes, int[] words)
    {
        sbyte[] signed = [.. codes.Select(code => (sbyte)code)];
        uint[] packed = new uint[PackedCodes.WordCount(codes.Length, bits)];
        PackedCodes.Pack(signed, bits, packed);
        Assert.Equal(words, packed.Select(word => (int)word));

        sbyte[] unpacked = new sbyte[codes.Length];
        PackedCodes.Unpack(MemoryMarshal.Cast<int, uint>(words), bits, unpacked);
        Assert.Equal(signed, unpacked);
    }

    [Fact]
    public void Pack_first_example_has_the_bytes_of_the_file()
    {
        uint[] words = new uint[1];
        PackedCodes.Pack([-8, -7, -1, 0, 1, 2, 6, 7], 4, words);
        Assert.Equal(new byte[] { 0x10, 0x87, 0xA9, 0xFE }, MemoryMarshal.AsBytes<uint>(words).ToArray());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Unpack_every_length_gives_back_what_was_packed(int bits)
    {
        var random = new Random(7);
        int offset = 1 << (bits - 1);
        for (int columns = 0; columns <= 40; columns++)
        {
            sbyte[] codes = [.. Enumerable.Range(0, columns).Select(_ => (sbyte)random.Next(-offset, offset))],
                unpacked = new sbyte[columns];
            uint[] words = new uint[PackedCodes.WordCount(columns, bits)];
            PackedCodes.Pack(codes, bits, words);
            PackedCodes.Unpack(words, bits, unpacked);
            Assert.Equal(codes, unpacked);
        }
    }

    [Fact]
    public void Pack_code_outside_its_bits_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PackedCodes.Pack([8], 4, new uint[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PackedCodes.Pack([-9], 4, new uint[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PackedCodes.Pack([0], 3, new uint[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PackedCodes.Unpack(new uint[2], 4, new sbyte[8]));
    }
}
