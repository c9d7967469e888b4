using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary>E4M3 panels against few rows on AVX-512 VBMI, two inputs at a time.</summary>
internal readonly unsafe struct E4M3Rows512(uint* words, int n, int k) : IRowSource
{
    private const int PrefetchWords = 1024;

    private nint PanelWords => (nint)((k + 1) / 2) * 16;

    public int Rows => n;

    public int Columns => k;

    public void OneRow(int firstPanel, int secondPanel, float* x, float* y) =>
        OneRow(words + firstPanel * PanelWords, words + secondPanel * PanelWords, x, k, y);

    public void FourRows(int panel, float** x, float* y) => FourRows(words + panel * PanelWords, x, k, y);

    /// <summary><see cref="PanelUnpacker.E4M3Pairs"/> with lookups.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Unpack(uint* a, nint count, float* target)
    {
        var decoder = new E4M3Decoder512();
        Vector512<uint> upper = Vector512.Create(0xFFFF_0000u);
        nint ahead = count * 8;
        for (; count >= 2; count -= 2, a += 16, target += 64)
        {
            Sse.Prefetch1(a + ahead);
            decoder.Decode(Vector512.Load((byte*)a), out Vector512<uint> even, out Vector512<uint> odd);
            (even << 16).AsSingle().Store(target);
            (even & upper).AsSingle().Store(target + 16);
            (odd << 16).AsSingle().Store(target + 32);
            (odd & upper).AsSingle().Store(target + 48);
        }

        PanelUnpacker.E4M3PairsScalar(a, count, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void OneRow(uint* a, uint* b, float* x, nint k, float* y)
    {
        var decoder = new E4M3Decoder512();
        Vector512<uint> upper = Vector512.Create(0xFFFF_0000u);
        Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default;
        for (nint i = 0; i < k; i += 2, a += 16, b += 16)
        {
            Sse.Prefetch0(a + PrefetchWords);
            Sse.Prefetch0(b + PrefetchWords);
            decoder.Decode(Vector512.Load((byte*)a), out Vector512<uint> evenA, out Vector512<uint> oddA);
            decoder.Decode(Vector512.Load((byte*)b), out Vector512<uint> evenB, out Vector512<uint> oddB);
            Vector512<float> input = Vector512.Create(x[i]);
            a0 = Avx512F.FusedMultiplyAdd(input, (evenA << 16).AsSingle(), a0);
            a1 = Avx512F.FusedMultiplyAdd(input, (evenA & upper).AsSingle(), a1);
            b0 = Avx512F.FusedMultiplyAdd(input, (evenB << 16).AsSingle(), b0);
            b1 = Avx512F.FusedMultiplyAdd(input, (evenB & upper).AsSingle(), b1);
            if (i + 1 == k) break;
            input = Vector512.Create(x[i + 1]);
            a0 = Avx512F.FusedMultiplyAdd(input, (oddA << 16).AsSingle(), a0);
            a1 = Avx512F.FusedMultiplyAdd(input, (oddA & upper).AsSingle(), a1);
            b0 = Avx512F.FusedMultiplyAdd(input, (oddB << 16).AsSingle(), b0);
            b1 = Avx512F.FusedMultiplyAdd(input, (oddB & upper).AsSingle(), b1);
        }

        a0.Store(y);
        a1.Store(y + 16);
        b0.Store(y + 32);
        b1.Store(y + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FourRows(uint* a, float** rows, nint k, float* y)
    {
        var decoder = new E4M3Decoder512();
        float* x0 = rows[0], x1 = rows[1], x2 = rows[2], x3 = rows[3];
        Vector512<uint> upper = Vector512.Create(0xFFFF_0000u);
        Vector512<float> l0 = default, l1 = default, l2 = default, l3 = default;
        Vector512<float> h0 = default, h1 = default, h2 = default, h3 = default;
        for (nint i = 0; i < k; i++, a += 16)
        {
            Sse.Prefetch0(a + PrefetchWords);
            decoder.Decode(Vector512.Load((byte*)a), out Vector512<uint> pairs, out Vector512<uint> next);
            while (true)
            {
                Vector512<float> low = (pairs << 16).AsSingle(), high = (pairs & upper).AsSingle();
                Vector512<float> input = Vector512.Create(x0[i]);
                l0 = Avx512F.FusedMultiplyAdd(input, low, l0);
                h0 = Avx512F.FusedMultiplyAdd(input, high, h0);
                input = Vector512.Create(x1[i]);
                l1 = Avx512F.FusedMultiplyAdd(input, low, l1);
                h1 = Avx512F.FusedMultiplyAdd(input, high, h1);
                input = Vector512.Create(x2[i]);
                l2 = Avx512F.FusedMultiplyAdd(input, low, l2);
                h2 = Avx512F.FusedMultiplyAdd(input, high, h2);
                input = Vector512.Create(x3[i]);
                l3 = Avx512F.FusedMultiplyAdd(input, low, l3);
                h3 = Avx512F.FusedMultiplyAdd(input, high, h3);
                if (i % 2 == 1 || i + 1 == k) break;
                pairs = next;
                i++;
            }
        }

        l0.Store(y);
        h0.Store(y + 16);
        l1.Store(y + 32);
        h1.Store(y + 48);
        l2.Store(y + 64);
        h2.Store(y + 80);
        l3.Store(y + 96);
        h3.Store(y + 112);
    }
}
