using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary>
/// 8-bit panels against few rows of 16-bit codes on AVX-512 BW: three shifts widen 64 weights to pairs (k, k + 2) and (k + 1, k + 3).
/// </summary>
internal readonly unsafe struct ByteRows512(sbyte* codes, int n, int k) : IRowSource
{
    private const int PrefetchBytes = 2048;

    private nint Steps => (k + 3) / 4;

    public int Rows => n;

    public int Columns => (int)Steps * 2;

    public void OneRow(int firstPanel, int secondPanel, float* x, float* y) =>
        OneRow(codes + firstPanel * Steps * 128, codes + secondPanel * Steps * 128, (int*)x, Steps, y);

    public void FourRows(int panel, float** x, float* y) => FourRows(codes + panel * Steps * 128, (int**)x, Steps, y);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void OneRow(sbyte* a, sbyte* b, int* x, nint steps, float* y)
    {
        Vector512<int> a0 = default, a1 = default, b0 = default, b1 = default;
        for (sbyte* end = a + steps * 128; a < end; a += 128, b += 128, x += 2)
        {
            Sse.Prefetch0(a + PrefetchBytes);
            Sse.Prefetch0(a + PrefetchBytes + 64);
            Sse.Prefetch0(b + PrefetchBytes);
            Sse.Prefetch0(b + PrefetchBytes + 64);
            Vector512<short> even = Vector512.Create(x[0]).AsInt16(), odd = Vector512.Create(x[1]).AsInt16();
            Vector512<short> word = Vector512.Load((short*)a);
            a0 += Avx512BW.MultiplyAddAdjacent((word << 8) >> 8, even) + Avx512BW.MultiplyAddAdjacent(word >> 8, odd);
            word = Vector512.Load((short*)(a + 64));
            a1 += Avx512BW.MultiplyAddAdjacent((word << 8) >> 8, even) + Avx512BW.MultiplyAddAdjacent(word >> 8, odd);
            word = Vector512.Load((short*)b);
            b0 += Avx512BW.MultiplyAddAdjacent((word << 8) >> 8, even) + Avx512BW.MultiplyAddAdjacent(word >> 8, odd);
            word = Vector512.Load((short*)(b + 64));
            b1 += Avx512BW.MultiplyAddAdjacent((word << 8) >> 8, even) + Avx512BW.MultiplyAddAdjacent(word >> 8, odd);
        }

        Avx512F.ConvertToVector512Single(a0).Store(y);
        Avx512F.ConvertToVector512Single(a1).Store(y + 16);
        Avx512F.ConvertToVector512Single(b0).Store(y + 32);
        Avx512F.ConvertToVector512Single(b1).Store(y + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FourRows(sbyte* a, int** rows, nint steps, float* y)
    {
        int* x0 = rows[0], x1 = rows[1], x2 = rows[2], x3 = rows[3];
        Vector512<int> l0 = default, l1 = default, l2 = default, l3 = default;
        Vector512<int> h0 = default, h1 = default, h2 = default, h3 = default;
        for (nint i = 0; i < steps * 2; i += 2, a += 128)
        {
            Sse.Prefetch0(a + PrefetchBytes);
            Sse.Prefetch0(a + PrefetchBytes + 64);
            Vector512<short> word = Vector512.Load((short*)a);
            Vector512<short> lowEven = (word << 8) >> 8, lowOdd = word >> 8;
            word = Vector512.Load((short*)(a + 64));
            Vector512<short> highEven = (word << 8) >> 8, highOdd = word >> 8;
            Vector512<short> even = Vector512.Create(x0[i]).AsInt16(), odd = Vector512.Create(x0[i + 1]).AsInt16();
            l0 += Avx512BW.MultiplyAddAdjacent(lowEven, even) + Avx512BW.MultiplyAddAdjacent(lowOdd, odd);
            h0 += Avx512BW.MultiplyAddAdjacent(highEven, even) + Avx512BW.MultiplyAddAdjacent(highOdd, odd);
            even = Vector512.Create(x1[i]).AsInt16();
            odd = Vector512.Create(x1[i + 1]).AsInt16();
            l1 += Avx512BW.MultiplyAddAdjacent(lowEven, even) + Avx512BW.MultiplyAddAdjacent(lowOdd, odd);
            h1 += Avx512BW.MultiplyAddAdjacent(highEven, even) + Avx512BW.MultiplyAddAdjacent(highOdd, odd);
            even = Vector512.Create(x2[i]).AsInt16();
            odd = Vector512.Create(x2[i + 1]).AsInt16();
            l2 += Avx512BW.MultiplyAddAdjacent(lowEven, even) + Avx512BW.MultiplyAddAdjacent(lowOdd, odd);
            h2 += Avx512BW.MultiplyAddAdjacent(highEven, even) + Avx512BW.MultiplyAddAdjacent(highOdd, odd);
            even = Vector512.Create(x3[i]).AsInt16();
            odd = Vector512.Create(x3[i + 1]).AsInt16();
            l3 += Avx512BW.MultiplyAddAdjacent(lowEven, even) + Avx512BW.MultiplyAddAdjacent(lowOdd, odd);
            h3 += Avx512BW.MultiplyAddAdjacent(highEven, even) + Avx512BW.MultiplyAddAdjacent(highOdd, odd);
        }

        Avx512F.ConvertToVector512Single(l0).Store(y);
        Avx512F.ConvertToVector512Single(h0).Store(y + 16);
        Avx512F.ConvertToVector512Single(l1).Store(y + 32);
        Avx512F.ConvertToVector512Single(h1).Store(y + 48);
        Avx512F.ConvertToVector512Single(l2).Store(y + 64);
        Avx512F.ConvertToVector512Single(h2).Store(y + 80);
        Avx512F.ConvertToVector512Single(l3).Store(y + 96);
        Avx512F.ConvertToVector512Single(h3).Store(y + 112);
    }
}
