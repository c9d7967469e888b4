using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary><see cref="PanelKernel"/> on AVX-512: 12 × 32 outputs are 24 accumulators, beside 2 weight vectors and 1 broadcast.</summary>
/// <remarks>Accumulators are named locals because the JIT keeps only those in registers.</remarks>
internal static unsafe class PanelKernel512
{
    public static void Run(int rows, float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        switch (rows)
        {
            case 12: Rows12(a, b, k, c, cStride, scale, fresh); break;
            case 8: Rows8(a, b, k, c, cStride, scale, fresh); break;
            case 4: Rows4(a, b, k, c, cStride, scale, fresh); break;
            case 2: Rows2(a, b, k, c, cStride, scale, fresh); break;
            default: Rows1(a, b, k, c, cStride, scale, fresh); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Start(float* c, float* scale, bool fresh) =>
        scale is null && !fresh ? Vector512.Load(c) : Vector512<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(float* c, Vector512<float> low, Vector512<float> high, float* scale, bool fresh)
    {
        if (scale is not null)
        {
            low = Vector512.FusedMultiplyAdd(low, Vector512.Load(scale), fresh ? Vector512<float>.Zero : Vector512.Load(c));
            high = Vector512.FusedMultiplyAdd(high, Vector512.Load(scale + 16), fresh ? Vector512<float>.Zero : Vector512.Load(c + 16));
        }

        low.Store(c);
        high.Store(c + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows12(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector512<float> l0 = Start(c, scale, fresh), h0 = Start(c + 16, scale, fresh);
        Vector512<float> l1 = Start(c + cStride, scale, fresh), h1 = Start(c + cStride + 16, scale, fresh);
        Vector512<float> l2 = Start(c + 2 * cStride, scale, fresh), h2 = Start(c + 2 * cStride + 16, scale, fresh);
        Vector512<float> l3 = Start(c + 3 * cStride, scale, fresh), h3 = Start(c + 3 * cStride + 16, scale, fresh);
        Vector512<float> l4 = Start(c + 4 * cStride, scale, fresh), h4 = Start(c + 4 * cStride + 16, scale, fresh);
        Vector512<float> l5 = Start(c + 5 * cStride, scale, fresh), h5 = Start(c + 5 * cStride + 16, scale, fresh);
        Vector512<float> l6 = Start(c + 6 * cStride, scale, fresh), h6 = Start(c + 6 * cStride + 16, scale, fresh);
        Vector512<float> l7 = Start(c + 7 * cStride, scale, fresh), h7 = Start(c + 7 * cStride + 16, scale, fresh);
        Vector512<float> l8 = Start(c + 8 * cStride, scale, fresh), h8 = Start(c + 8 * cStride + 16, scale, fresh);
        Vector512<float> l9 = Start(c + 9 * cStride, scale, fresh), h9 = Start(c + 9 * cStride + 16, scale, fresh);
        Vector512<float> l10 = Start(c + 10 * cStride, scale, fresh), h10 = Start(c + 10 * cStride + 16, scale, fresh);
        Vector512<float> l11 = Start(c + 11 * cStride, scale, fresh), h11 = Start(c + 11 * cStride + 16, scale, fresh);
        for (float* end = a + k * 12; a < end; a += 12, b += 32)
        {
            Vector512<float> low = Vector512.Load(b), high = Vector512.Load(b + 16);
            Vector512<float> x = Vector512.Create(a[0]);
            l0 = Avx512F.FusedMultiplyAdd(x, low, l0);
            h0 = Avx512F.FusedMultiplyAdd(x, high, h0);
            x = Vector512.Create(a[1]);
            l1 = Avx512F.FusedMultiplyAdd(x, low, l1);
            h1 = Avx512F.FusedMultiplyAdd(x, high, h1);
            x = Vector512.Create(a[2]);
            l2 = Avx512F.FusedMultiplyAdd(x, low, l2);
            h2 = Avx512F.FusedMultiplyAdd(x, high, h2);
            x = Vector512.Create(a[3]);
            l3 = Avx512F.FusedMultiplyAdd(x, low, l3);
            h3 = Avx512F.FusedMultiplyAdd(x, high, h3);
            x = Vector512.Create(a[4]);
            l4 = Avx512F.FusedMultiplyAdd(x, low, l4);
            h4 = Avx512F.FusedMultiplyAdd(x, high, h4);
            x = Vector512.Create(a[5]);
            l5 = Avx512F.FusedMultiplyAdd(x, low, l5);
            h5 = Avx512F.FusedMultiplyAdd(x, high, h5);
            x = Vector512.Create(a[6]);
            l6 = Avx512F.FusedMultiplyAdd(x, low, l6);
            h6 = Avx512F.FusedMultiplyAdd(x, high, h6);
            x = Vector512.Create(a[7]);
            l7 = Avx512F.FusedMultiplyAdd(x, low, l7);
            h7 = Avx512F.FusedMultiplyAdd(x, high, h7);
            x = Vector512.Create(a[8]);
            l8 = Avx512F.FusedMultiplyAdd(x, low, l8);
            h8 = Avx512F.FusedMultiplyAdd(x, high, h8);
            x = Vector512.Create(a[9]);
            l9 = Avx512F.FusedMultiplyAdd(x, low, l9);
            h9 = Avx512F.FusedMultiplyAdd(x, high, h9);
            x = Vector512.Create(a[10]);
            l10 = Avx512F.FusedMultiplyAdd(x, low, l10);
            h10 = Avx512F.FusedMultiplyAdd(x, high, h10);
            x = Vector512.Create(a[11]);
            l11 = Avx512F.FusedMultiplyAdd(x, low, l11);
            h11 = Avx512F.FusedMultiplyAdd(x, high, h11);
        }

        Finish(c, l0, h0, scale, fresh);
        Finish(c + cStride, l1, h1, scale, fresh);
        Finish(c + 2 * cStride, l2, h2, scale, fresh);
        Finish(c + 3 * cStride, l3, h3, scale, fresh);
        Finish(c + 4 * cStride, l4, h4, scale, fresh);
        Finish(c + 5 * cStride, l5, h5, scale, fresh);
        Finish(c + 6 * cStride, l6, h6, scale, fresh);
        Finish(c + 7 * cStride, l7, h7, scale, fresh);
        Finish(c + 8 * cStride, l8, h8, scale, fresh);
        Finish(c + 9 * cStride, l9, h9, scale, fresh);
        Finish(c + 10 * cStride, l10, h10, scale, fresh);
        Finish(c + 11 * cStride, l11, h11, scale, fresh);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows8(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector512<float> l0 = Start(c, scale, fresh), h0 = Start(c + 16, scale, fresh);
        Vector512<float> l1 = Start(c + cStride, scale, fresh), h1 = Start(c + cStride + 16, scale, fresh);
        Vector512<float> l2 = Start(c + 2 * cStride, scale, fresh), h2 = Start(c + 2 * cStride + 16, scale, fresh);
        Vector512<float> l3 = Start(c + 3 * cStride, scale, fresh), h3 = Start(c + 3 * cStride + 16, scale, fresh);
        Vector512<float> l4 = Start(c + 4 * cStride, scale, fresh), h4 = Start(c + 4 * cStride + 16, scale, fresh);
        Vector512<float> l5 = Start(c + 5 * cStride, scale, fresh), h5 = Start(c + 5 * cStride + 16, scale, fresh);
        Vector512<float> l6 = Start(c + 6 * cStride, scale, fresh), h6 = Start(c + 6 * cStride + 16, scale, fresh);
        Vector512<float> l7 = Start(c + 7 * cStride, scale, fresh), h7 = Start(c + 7 * cStride + 16, scale, fresh);
        for (float* end = a + k * 8; a < end; a += 8, b += 32)
        {
            Vector512<float> low = Vector512.Load(b), high = Vector512.Load(b + 16);
            Vector512<float> x = Vector512.Create(a[0]);
            l0 = Avx512F.FusedMultiplyAdd(x, low, l0);
            h0 = Avx512F.FusedMultiplyAdd(x, high, h0);
            x = Vector512.Create(a[1]);
            l1 = Avx512F.FusedMultiplyAdd(x, low, l1);
            h1 = Avx512F.FusedMultiplyAdd(x, high, h1);
            x = Vector512.Create(a[2]);
            l2 = Avx512F.FusedMultiplyAdd(x, low, l2);
            h2 = Avx512F.FusedMultiplyAdd(x, high, h2);
            x = Vector512.Create(a[3]);
            l3 = Avx512F.FusedMultiplyAdd(x, low, l3);
            h3 = Avx512F.FusedMultiplyAdd(x, high, h3);
            x = Vector512.Create(a[4]);
            l4 = Avx512F.FusedMultiplyAdd(x, low, l4);
            h4 = Avx512F.FusedMultiplyAdd(x, high, h4);
            x = Vector512.Create(a[5]);
            l5 = Avx512F.FusedMultiplyAdd(x, low, l5);
            h5 = Avx512F.FusedMultiplyAdd(x, high, h5);
            x = Vector512.Create(a[6]);
            l6 = Avx512F.FusedMultiplyAdd(x, low, l6);
            h6 = Avx512F.FusedMultiplyAdd(x, high, h6);
            x = Vector512.Create(a[7]);
            l7 = Avx512F.FusedMultiplyAdd(x, low, l7);
            h7 = Avx512F.FusedMultiplyAdd(x, high, h7);
        }

        Finish(c, l0, h0, scale, fresh);
        Finish(c + cStride, l1, h1, scale, fresh);
        Finish(c + 2 * cStride, l2, h2, scale, fresh);
        Finish(c + 3 * cStride, l3, h3, scale, fresh);
        Finish(c + 4 * cStride, l4, h4, scale, fresh);
        Finish(c + 5 * cStride, l5, h5, scale, fresh);
        Finish(c + 6 * cStride, l6, h6, scale, fresh);
        Finish(c + 7 * cStride, l7, h7, scale, fresh);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows4(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector512<float> l0 = Start(c, scale, fresh), h0 = Start(c + 16, scale, fresh);
        Vector512<float> l1 = Start(c + cStride, scale, fresh), h1 = Start(c + cStride + 16, scale, fresh);
        Vector512<float> l2 = Start(c + 2 * cStride, scale, fresh), h2 = Start(c + 2 * cStride + 16, scale, fresh);
        Vector512<float> l3 = Start(c + 3 * cStride, scale, fresh), h3 = Start(c + 3 * cStride + 16, scale, fresh);
        for (float* end = a + k * 4; a < end; a += 4, b += 32)
        {
            Vector512<float> low = Vector512.Load(b), high = Vector512.Load(b + 16);
            Vector512<float> x = Vector512.Create(a[0]);
            l0 = Avx512F.FusedMultiplyAdd(x, low, l0);
            h0 = Avx512F.FusedMultiplyAdd(x, high, h0);
            x = Vector512.Create(a[1]);
            l1 = Avx512F.FusedMultiplyAdd(x, low, l1);
            h1 = Avx512F.FusedMultiplyAdd(x, high, h1);
            x = Vector512.Create(a[2]);
            l2 = Avx512F.FusedMultiplyAdd(x, low, l2);
            h2 = Avx512F.FusedMultiplyAdd(x, high, h2);
            x = Vector512.Create(a[3]);
            l3 = Avx512F.FusedMultiplyAdd(x, low, l3);
            h3 = Avx512F.FusedMultiplyAdd(x, high, h3);
        }

        Finish(c, l0, h0, scale, fresh);
        Finish(c + cStride, l1, h1, scale, fresh);
        Finish(c + 2 * cStride, l2, h2, scale, fresh);
        Finish(c + 3 * cStride, l3, h3, scale, fresh);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows2(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector512<float> l0 = Start(c, scale, fresh), h0 = Start(c + 16, scale, fresh);
        Vector512<float> l1 = Start(c + cStride, scale, fresh), h1 = Start(c + cStride + 16, scale, fresh);
        for (float* end = a + k * 2; a < end; a += 2, b += 32)
        {
            Vector512<float> low = Vector512.Load(b), high = Vector512.Load(b + 16);
            Vector512<float> x = Vector512.Create(a[0]);
            l0 = Avx512F.FusedMultiplyAdd(x, low, l0);
            h0 = Avx512F.FusedMultiplyAdd(x, high, h0);
            x = Vector512.Create(a[1]);
            l1 = Avx512F.FusedMultiplyAdd(x, low, l1);
            h1 = Avx512F.FusedMultiplyAdd(x, high, h1);
        }

        Finish(c, l0, h0, scale, fresh);
        Finish(c + cStride, l1, h1, scale, fresh);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows1(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector512<float> l0 = Start(c, scale, fresh), h0 = Start(c + 16, scale, fresh);
        for (float* end = a + k; a < end; a++, b += 32)
        {
            Vector512<float> low = Vector512.Load(b), high = Vector512.Load(b + 16);
            Vector512<float> x = Vector512.Create(a[0]);
            l0 = Avx512F.FusedMultiplyAdd(x, low, l0);
            h0 = Avx512F.FusedMultiplyAdd(x, high, h0);
        }

        Finish(c, l0, h0, scale, fresh);
    }
}
