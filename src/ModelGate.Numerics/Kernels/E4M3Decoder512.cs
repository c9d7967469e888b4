using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary>
/// 64 E4M3 codes at a time: every E4M3 value is a bfloat16 value, whose two bytes come from two lookups in 128-entry byte tables; the sign
/// is carried over.
/// </summary>
internal readonly ref struct E4M3Decoder512
{
    private static readonly byte[] LowBytes = Table(0);
    private static readonly byte[] HighBytes = Table(8);

    private readonly Vector512<byte> low0 = Vector512.Create(LowBytes);
    private readonly Vector512<byte> low1 = Vector512.Create(LowBytes, 64);
    private readonly Vector512<byte> high0 = Vector512.Create(HighBytes);
    private readonly Vector512<byte> high1 = Vector512.Create(HighBytes, 64);
    private readonly Vector512<byte> sign = Vector512.Create((byte)0x80);
    private readonly Vector512<ushort> lowByte = Vector512.Create((ushort)0x00FF);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public E4M3Decoder512()
    {
    }

    /// <param name="codes">16 words: (k, j), (k + 1, j), (k, j + 16), (k + 1, j + 16).</param>
    /// <param name="even">bfloat16 pairs (j low, j + 16 high) of input k.</param>
    /// <param name="odd">The same of input k + 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Decode(Vector512<byte> codes, out Vector512<uint> even, out Vector512<uint> odd)
    {
        Vector512<byte> lows = Avx512Vbmi.PermuteVar64x8x2(low0, codes, low1);
        Vector512<byte> highs = Avx512Vbmi.PermuteVar64x8x2(high0, codes, high1) | (codes & sign);
        Vector512<ushort> low = lows.AsUInt16(), high = highs.AsUInt16();
        even = ((low & lowByte) | (high << 8)).AsUInt32();
        odd = (Vector512.AndNot(high, lowByte) | (low >> 8)).AsUInt32();
    }

    private static byte[] Table(int shift)
    {
        byte[] table = new byte[128];
        for (int code = 0; code < table.Length; code++) table[code] = (byte)(BFloat16.FromSingle(E4M3.ToSingle((byte)code)) >> shift);
        return table;
    }
}
