using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;

namespace ModelGate.Models.Tests.Checkpoints;

public sealed class TensorScanTests
{
    [Theory]
    [InlineData(DType.BF16, 0x7FC0u)]
    [InlineData(DType.BF16, 0xFF80u)]
    [InlineData(DType.F16, 0x7E00u)]
    [InlineData(DType.F16, 0xFC00u)]
    [InlineData(DType.F32, 0x7FC0_0000u)]
    [InlineData(DType.F32, 0xFF80_0000u)]
    [InlineData(DType.F8E4M3, 0x7Fu)]
    [InlineData(DType.F8E4M3, 0xFFu)]
    public void FirstNotFinite_wrong_value_at_every_place_is_found(DType type, uint pattern)
    {
        int size = type.SizeInBytes;
        for (int length = 1; length <= 67; length++)
        {
            for (int place = 0; place < length; place++)
            {
                byte[] bytes = new byte[length * size];
                BitConverter.GetBytes(pattern).AsSpan(0, size).CopyTo(bytes.AsSpan(place * size));
                Assert.Equal(place, Scan(type, length, bytes, TensorScan.FirstNotFinite));
            }
        }
    }

    [Theory]
    [InlineData(DType.BF16, 0x7F7Fu)]
    [InlineData(DType.F16, 0x7BFFu)]
    [InlineData(DType.F32, 0x7F7F_FFFFu)]
    [InlineData(DType.F8E4M3, 0xFEu)]
    [InlineData(DType.I8, 0x7Fu)]
    [InlineData(DType.I64, 0x7FFF_FFFFu)]
    public void FirstNotFinite_largest_values_are_finite(DType type, uint pattern)
    {
        byte[] bytes = new byte[40 * type.SizeInBytes];
        for (int i = 0; i < 40; i++)
            BitConverter.GetBytes((ulong)pattern).AsSpan(0, type.SizeInBytes).CopyTo(bytes.AsSpan(i * type.SizeInBytes));
        Assert.Equal(-1, Scan(type, 40, bytes, TensorScan.FirstNotFinite));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void FirstNotPositive_bad_scale_is_found_across_pieces(float value)
    {
        float[] scales = new float[600];
        Array.Fill(scales, 0.25f);
        scales[511] = value;
        byte[] bytes = new byte[2400];
        Buffer.BlockCopy(scales, 0, bytes, 0, bytes.Length);
        Assert.Equal(511, Scan(DType.F32, 600, bytes, TensorScan.FirstNotPositive));
        scales[511] = float.Epsilon;
        Buffer.BlockCopy(scales, 0, bytes, 0, bytes.Length);
        Assert.Equal(-1, Scan(DType.F32, 600, bytes, TensorScan.FirstNotPositive));
    }

    private static unsafe long Scan(DType type, int length, byte[] bytes, Func<TensorView, long> scan)
    {
        fixed (byte* data = bytes) return scan(new TensorView(type, new long[] { length }, data));
    }
}
