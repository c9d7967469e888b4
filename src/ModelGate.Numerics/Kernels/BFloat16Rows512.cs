using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary>bfloat16 panels against few rows on AVX-512: a shift and a mask widen 32 weights.</summary>
internal readonly unsafe struct BFloat16Rows512(uint* pairs, int n, int k) : IRowSource
{
    private const int PrefetchWords = 1024;

    public int Rows => n;

    public int Columns => k;

    public void OneRow(int firstPanel, int secondPanel, float* x, float* y) =>
        OneRow(pairs + (nint)firstPanel * k * 16, pairs + (nint)secondPanel * k * 16, x, k, y);

    public void FourRows(int panel, float** x, float* y) => FourRows(pairs + (nint)panel * k * 16, x, k, y);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void OneRow(uint* a, uint* b, float* x, nint k, float* y)
    {
        Vector512<uint> upper = Vector512.Create(0xFFFF_0000u);
        Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default;
        for (float* end = x + k; x < end; x++, a += 16, b += 16)
        {
            Sse.Prefetch0(a + PrefetchWords);
            Sse.Prefetch0(b + PrefetchWords);
            Vector512<float> input = Vector512.Create(*x);
            Vector512<uint> wa = Vector512.Load(a), wb = Vector512.Load(b);
            a0 = Avx512F.FusedMultiplyAdd(input, (wa << 16).AsSingle(), a0);
            a1 = Avx512F.FusedMultiplyAdd(input, (wa & upper).AsSingle(), a1);
            b0 = Avx512F.FusedMultiplyAdd(input, (wb << 16).AsSingle(), b0);
            b1 = Avx512F.FusedMultiplyAdd(input, (wb & upper).AsSingle(), b1);
        }

        a0.Store(y);
        a1.Store(y + 16);
        b0.Store(y + 32);
        b1.Store(y + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FourRows(uint* a, float** rows, nint k, float* y)
    {
        float* x0 = rows[0], x1 = rows[1], x2 = rows[2], x3 = rows[3];
        Vector512<uint> upper = Vector512.Create(0xFFFF_0000u);
        Vector512<float> l0 = default, l1 = default, l2 = default, l3 = default;
        Vector512<float> h0 = default, h1 = default, h2 = default, h3 = default;
        for (nint i = 0; i < k; i++, a += 16)
        {
            Sse.Prefetch0(a + PrefetchWords);
            Vector512<uint> words = Vector512.Load(a);
            Vector512<float> low = (words << 16).AsSingle(), high = (words & upper).AsSingle();
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
