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
    private static Vector512<float> Added(float* c, bool fresh) => fresh ? Vector512<float>.Zero : Vector512.Load(c);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows12(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector512<float> l0 = default, h0 = default, l1 = default, h1 = default, l2 = default, h2 = default;
        Vector512<float> l3 = default, h3 = default, l4 = default, h4 = default, l5 = default, h5 = default;
        Vector512<float> l6 = default, h6 = default, l7 = default, h7 = default, l8 = default, h8 = default;
        Vector512<float> l9 = default, h9 = default, l10 = default, h10 = default, l11 = default, h11 = default;
        if (scale is null && !fresh)
        {
            l0 = Vector512.Load(c);
            h0 = Vector512.Load(c + 16);
            l1 = Vector512.Load(c + cStride);
            h1 = Vector512.Load(c + cStride + 16);
            l2 = Vector512.Load(c + 2 * cStride);
            h2 = Vector512.Load(c + 2 * cStride + 16);
            l3 = Vector512.Load(c + 3 * cStride);
            h3 = Vector512.Load(c + 3 * cStride + 16);
            l4 = Vector512.Load(c + 4 * cStride);
            h4 = Vector512.Load(c + 4 * cStride + 16);
            l5 = Vector512.Load(c + 5 * cStride);
            h5 = Vector512.Load(c + 5 * cStride + 16);
            l6 = Vector512.Load(c + 6 * cStride);
            h6 = Vector512.Load(c + 6 * cStride + 16);
            l7 = Vector512.Load(c + 7 * cStride);
            h7 = Vector512.Load(c + 7 * cStride + 16);
            l8 = Vector512.Load(c + 8 * cStride);
            h8 = Vector512.Load(c + 8 * cStride + 16);
            l9 = Vector512.Load(c + 9 * cStride);
            h9 = Vector512.Load(c + 9 * cStride + 16);
            l10 = Vector512.Load(c + 10 * cStride);
            h10 = Vector512.Load(c + 10 * cStride + 16);
            l11 = Vector512.Load(c + 11 * cStride);
            h11 = Vector512.Load(c + 11 * cStride + 16);
        }

        for (float* end = a + k * 12; a < end; a += 12, b += PanelKernel.Width)
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

        if (scale is not null)
        {
            Vector512<float> low = Vector512.Load(scale), high = Vector512.Load(scale + 16);
            l0 = Avx512F.FusedMultiplyAdd(l0, low, Added(c, fresh));
            h0 = Avx512F.FusedMultiplyAdd(h0, high, Added(c + 16, fresh));
            l1 = Avx512F.FusedMultiplyAdd(l1, low, Added(c + cStride, fresh));
            h1 = Avx512F.FusedMultiplyAdd(h1, high, Added(c + cStride + 16, fresh));
            l2 = Avx512F.FusedMultiplyAdd(l2, low, Added(c + 2 * cStride, fresh));
            h2 = Avx512F.FusedMultiplyAdd(h2, high, Added(c + 2 * cStride + 16, fresh));
            l3 = Avx512F.FusedMultiplyAdd(l3, low, Added(c + 3 * cStride, fresh));
            h3 = Avx512F.FusedMultiplyAdd(h3, high, Added(c + 3 * cStride + 16, fresh));
            l4 = Avx512F.FusedMultiplyAdd(l4, low, Added(c + 4 * cStride, fresh));
            h4 = Avx512F.FusedMultiplyAdd(h4, high, Added(c + 4 * cStride + 16, fresh));
            l5 = Avx512F.FusedMultiplyAdd(l5, low, Added(c + 5 * cStride, fresh));
            h5 = Avx512F.FusedMultiplyAdd(h5, high, Added(c + 5 * cStride + 16, fresh));
            l6 = Avx512F.FusedMultiplyAdd(l6, low, Added(c + 6 * cStride, fresh));
            h6 = Avx512F.FusedMultiplyAdd(h6, high, Added(c + 6 * cStride + 16, fresh));
            l7 = Avx512F.FusedMultiplyAdd(l7, low, Added(c + 7 * cStride, fresh));
            h7 = Avx512F.FusedMultiplyAdd(h7, high, Added(c + 7 * cStride + 16, fresh));
            l8 = Avx512F.FusedMultiplyAdd(l8, low, Added(c + 8 * cStride, fresh));
            h8 = Avx512F.FusedMultiplyAdd(h8, high, Added(c + 8 * cStride + 16, fresh));
            l9 = Avx512F.FusedMultiplyAdd(l9, low, Added(c + 9 * cStride, fresh));
            h9 = Avx512F.FusedMultiplyAdd(h9, high, Added(c + 9 * cStride + 16, fresh));
            l10 = Avx512F.FusedMultiplyAdd(l10, low, Added(c + 10 * cStride, fresh));
            h10 = Avx512F.FusedMultiplyAdd(h10, high, Added(c + 10 * cStride + 16, fresh));
            l11 = Avx512F.FusedMultiplyAdd(l11, low, Added(c + 11 * cStride, fresh));
            h11 = Avx512F.FusedMultiplyAdd(h11, high, Added(c + 11 * cStride + 16, fresh));
        }

        l0.Store(c);
        h0.Store(c + 16);
        l1.Store(c + cStride);
        h1.Store(c + cStride + 16);
        l2.Store(c + 2 * cStride);
        h2.Store(c + 2 * cStride + 16);
        l3.Store(c + 3 * cStride);
        h3.Store(c + 3 * cStride + 16);
        l4.Store(c + 4 * cStride);
        h4.Store(c + 4 * cStride + 16);
        l5.Store(c + 5 * cStride);
        h5.Store(c + 5 * cStride + 16);
        l6.Store(c + 6 * cStride);
        h6.Store(c + 6 * cStride + 16);
        l7.Store(c + 7 * cStride);
        h7.Store(c + 7 * cStride + 16);
        l8.Store(c + 8 * cStride);
        h8.Store(c + 8 * cStride + 16);
        l9.Store(c + 9 * cStride);
        h9.Store(c + 9 * cStride + 16);
        l10.Store(c + 10 * cStride);
        h10.Store(c + 10 * cStride + 16);
        l11.Store(c + 11 * cStride);
        h11.Store(c + 11 * cStride + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows8(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector512<float> l0 = default, h0 = default, l1 = default, h1 = default, l2 = default, h2 = default;
        Vector512<float> l3 = default, h3 = default, l4 = default, h4 = default, l5 = default, h5 = default;
        Vector512<float> l6 = default, h6 = default, l7 = default, h7 = default;
        if (scale is null && !fresh)
        {
            l0 = Vector512.Load(c);
            h0 = Vector512.Load(c + 16);
            l1 = Vector512.Load(c + cStride);
            h1 = Vector512.Load(c + cStride + 16);
            l2 = Vector512.Load(c + 2 * cStride);
            h2 = Vector512.Load(c + 2 * cStride + 16);
            l3 = Vector512.Load(c + 3 * cStride);
            h3 = Vector512.Load(c + 3 * cStride + 16);
            l4 = Vector512.Load(c + 4 * cStride);
            h4 = Vector512.Load(c + 4 * cStride + 16);
            l5 = Vector512.Load(c + 5 * cStride);
            h5 = Vector512.Load(c + 5 * cStride + 16);
            l6 = Vector512.Load(c + 6 * cStride);
            h6 = Vector512.Load(c + 6 * cStride + 16);
            l7 = Vector512.Load(c + 7 * cStride);
            h7 = Vector512.Load(c + 7 * cStride + 16);
        }

        for (float* end = a + k * 8; a < end; a += 8, b += PanelKernel.Width)
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

        if (scale is not null)
        {
            Vector512<float> low = Vector512.Load(scale), high = Vector512.Load(scale + 16);
            l0 = Avx512F.FusedMultiplyAdd(l0, low, Added(c, fresh));
            h0 = Avx512F.FusedMultiplyAdd(h0, high, Added(c + 16, fresh));
            l1 = Avx512F.FusedMultiplyAdd(l1, low, Added(c + cStride, fresh));
            h1 = Avx512F.FusedMultiplyAdd(h1, high, Added(c + cStride + 16, fresh));
            l2 = Avx512F.FusedMultiplyAdd(l2, low, Added(c + 2 * cStride, fresh));
            h2 = Avx512F.FusedMultiplyAdd(h2, high, Added(c + 2 * cStride + 16, fresh));
            l3 = Avx512F.FusedMultiplyAdd(l3, low, Added(c + 3 * cStride, fresh));
            h3 = Avx512F.FusedMultiplyAdd(h3, high, Added(c + 3 * cStride + 16, fresh));
            l4 = Avx512F.FusedMultiplyAdd(l4, low, Added(c + 4 * cStride, fresh));
            h4 = Avx512F.FusedMultiplyAdd(h4, high, Added(c + 4 * cStride + 16, fresh));
            l5 = Avx512F.FusedMultiplyAdd(l5, low, Added(c + 5 * cStride, fresh));
            h5 = Avx512F.FusedMultiplyAdd(h5, high, Added(c + 5 * cStride + 16, fresh));
            l6 = Avx512F.FusedMultiplyAdd(l6, low, Added(c + 6 * cStride, fresh));
            h6 = Avx512F.FusedMultiplyAdd(h6, high, Added(c + 6 * cStride + 16, fresh));
            l7 = Avx512F.FusedMultiplyAdd(l7, low, Added(c + 7 * cStride, fresh));
            h7 = Avx512F.FusedMultiplyAdd(h7, high, Added(c + 7 * cStride + 16, fresh));
        }

        l0.Store(c);
        h0.Store(c + 16);
        l1.Store(c + cStride);
        h1.Store(c + cStride + 16);
        l2.Store(c + 2 * cStride);
        h2.Store(c + 2 * cStride + 16);
        l3.Store(c + 3 * cStride);
        h3.Store(c + 3 * cStride + 16);
        l4.Store(c + 4 * cStride);
        h4.Store(c + 4 * cStride + 16);
        l5.Store(c + 5 * cStride);
        h5.Store(c + 5 * cStride + 16);
        l6.Store(c + 6 * cStride);
        h6.Store(c + 6 * cStride + 16);
        l7.Store(c + 7 * cStride);
        h7.Store(c + 7 * cStride + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows4(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector512<float> l0 = default, h0 = default, l1 = default, h1 = default, l2 = default, h2 = default;
        Vector512<float> l3 = default, h3 = default;
        if (scale is null && !fresh)
        {
            l0 = Vector512.Load(c);
            h0 = Vector512.Load(c + 16);
            l1 = Vector512.Load(c + cStride);
            h1 = Vector512.Load(c + cStride + 16);
            l2 = Vector512.Load(c + 2 * cStride);
            h2 = Vector512.Load(c + 2 * cStride + 16);
            l3 = Vector512.Load(c + 3 * cStride);
            h3 = Vector512.Load(c + 3 * cStride + 16);
        }

        for (float* end = a + k * 4; a < end; a += 4, b += PanelKernel.Width)
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

        if (scale is not null)
        {
            Vector512<float> low = Vector512.Load(scale), high = Vector512.Load(scale + 16);
            l0 = Avx512F.FusedMultiplyAdd(l0, low, Added(c, fresh));
            h0 = Avx512F.FusedMultiplyAdd(h0, high, Added(c + 16, fresh));
            l1 = Avx512F.FusedMultiplyAdd(l1, low, Added(c + cStride, fresh));
            h1 = Avx512F.FusedMultiplyAdd(h1, high, Added(c + cStride + 16, fresh));
            l2 = Avx512F.FusedMultiplyAdd(l2, low, Added(c + 2 * cStride, fresh));
            h2 = Avx512F.FusedMultiplyAdd(h2, high, Added(c + 2 * cStride + 16, fresh));
            l3 = Avx512F.FusedMultiplyAdd(l3, low, Added(c + 3 * cStride, fresh));
            h3 = Avx512F.FusedMultiplyAdd(h3, high, Added(c + 3 * cStride + 16, fresh));
        }

        l0.Store(c);
        h0.Store(c + 16);
        l1.Store(c + cStride);
        h1.Store(c + cStride + 16);
        l2.Store(c + 2 * cStride);
        h2.Store(c + 2 * cStride + 16);
        l3.Store(c + 3 * cStride);
        h3.Store(c + 3 * cStride + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows2(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector512<float> l0 = default, h0 = default, l1 = default, h1 = default;
        if (scale is null && !fresh)
        {
            l0 = Vector512.Load(c);
            h0 = Vector512.Load(c + 16);
            l1 = Vector512.Load(c + cStride);
            h1 = Vector512.Load(c + cStride + 16);
        }

        for (float* end = a + k * 2; a < end; a += 2, b += PanelKernel.Width)
        {
            Vector512<float> low = Vector512.Load(b), high = Vector512.Load(b + 16);
            Vector512<float> x = Vector512.Create(a[0]);
            l0 = Avx512F.FusedMultiplyAdd(x, low, l0);
            h0 = Avx512F.FusedMultiplyAdd(x, high, h0);
            x = Vector512.Create(a[1]);
            l1 = Avx512F.FusedMultiplyAdd(x, low, l1);
            h1 = Avx512F.FusedMultiplyAdd(x, high, h1);
        }

        if (scale is not null)
        {
            Vector512<float> low = Vector512.Load(scale), high = Vector512.Load(scale + 16);
            l0 = Avx512F.FusedMultiplyAdd(l0, low, Added(c, fresh));
            h0 = Avx512F.FusedMultiplyAdd(h0, high, Added(c + 16, fresh));
            l1 = Avx512F.FusedMultiplyAdd(l1, low, Added(c + cStride, fresh));
            h1 = Avx512F.FusedMultiplyAdd(h1, high, Added(c + cStride + 16, fresh));
        }

        l0.Store(c);
        h0.Store(c + 16);
        l1.Store(c + cStride);
        h1.Store(c + cStride + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows1(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector512<float> l0 = default, h0 = default;
        if (scale is null && !fresh)
        {
            l0 = Vector512.Load(c);
            h0 = Vector512.Load(c + 16);
        }

        for (float* end = a + k; a < end; a++, b += PanelKernel.Width)
        {
            Vector512<float> low = Vector512.Load(b), high = Vector512.Load(b + 16);
            Vector512<float> x = Vector512.Create(a[0]);
            l0 = Avx512F.FusedMultiplyAdd(x, low, l0);
            h0 = Avx512F.FusedMultiplyAdd(x, high, h0);
        }

        if (scale is not null)
        {
            Vector512<float> low = Vector512.Load(scale), high = Vector512.Load(scale + 16);
            l0 = Avx512F.FusedMultiplyAdd(l0, low, Added(c, fresh));
            h0 = Avx512F.FusedMultiplyAdd(h0, high, Added(c + 16, fresh));
        }

        l0.Store(c);
        h0.Store(c + 16);
    }
}
