using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary>8 × 8 transposition of 32-bit lanes on AVX2.</summary>
internal static unsafe class Transpose
{
    /// <summary>Row i of the result, lane i of each input, goes to target + i · targetStride words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store8x8(
        Vector256<int> r0, Vector256<int> r1, Vector256<int> r2, Vector256<int> r3,
        Vector256<int> r4, Vector256<int> r5, Vector256<int> r6, Vector256<int> r7, uint* target, nint targetStride)
    {
        Vector256<long> a0 = Avx2.UnpackLow(r0, r1).AsInt64(), a1 = Avx2.UnpackHigh(r0, r1).AsInt64();
        Vector256<long> a2 = Avx2.UnpackLow(r2, r3).AsInt64(), a3 = Avx2.UnpackHigh(r2, r3).AsInt64();
        Vector256<long> a4 = Avx2.UnpackLow(r4, r5).AsInt64(), a5 = Avx2.UnpackHigh(r4, r5).AsInt64();
        Vector256<long> a6 = Avx2.UnpackLow(r6, r7).AsInt64(), a7 = Avx2.UnpackHigh(r6, r7).AsInt64();
        Vector256<long> b0 = Avx2.UnpackLow(a0, a2), b1 = Avx2.UnpackHigh(a0, a2);
        Vector256<long> b2 = Avx2.UnpackLow(a1, a3), b3 = Avx2.UnpackHigh(a1, a3);
        Vector256<long> b4 = Avx2.UnpackLow(a4, a6), b5 = Avx2.UnpackHigh(a4, a6);
        Vector256<long> b6 = Avx2.UnpackLow(a5, a7), b7 = Avx2.UnpackHigh(a5, a7);
        const byte Lows = 0x20, Highs = 0x31;
        Avx2.Permute2x128(b0, b4, Lows).AsUInt32().Store(target);
        Avx2.Permute2x128(b1, b5, Lows).AsUInt32().Store(target + targetStride);
        Avx2.Permute2x128(b2, b6, Lows).AsUInt32().Store(target + 2 * targetStride);
        Avx2.Permute2x128(b3, b7, Lows).AsUInt32().Store(target + 3 * targetStride);
        Avx2.Permute2x128(b0, b4, Highs).AsUInt32().Store(target + 4 * targetStride);
        Avx2.Permute2x128(b1, b5, Highs).AsUInt32().Store(target + 5 * targetStride);
        Avx2.Permute2x128(b2, b6, Highs).AsUInt32().Store(target + 6 * targetStride);
        Avx2.Permute2x128(b3, b7, Highs).AsUInt32().Store(target + 7 * targetStride);
    }
}
