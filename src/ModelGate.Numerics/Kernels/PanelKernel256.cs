using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary><see cref="PanelKernel"/> on AVX2 and FMA: 6 × 16 outputs are 12 accumulators, beside 2 weights and 1 broadcast.</summary>
/// <remarks>Accumulators are named locals because the JIT keeps only those in registers.</remarks>
internal static unsafe class PanelKernel256
{
    public static void Run(int rows, float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        RunHalf(rows, a, b, k, c, cStride, scale, fresh);
        RunHalf(rows, a, b + 16, k, c + 16, cStride, scale is null ? null : scale + 16, fresh);
    }

    private static void RunHalf(int rows, float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        switch (rows)
        {
            case 6: Rows6(a, b, k, c, cStride, scale, fresh); break;
            case 4: Rows4(a, b, k, c, cStride, scale, fresh); break;
            case 2: Rows2(a, b, k, c, cStride, scale, fresh); break;
            default: Rows1(a, b, k, c, cStride, scale, fresh); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Added(float* c, bool fresh) => fresh ? Vector256<float>.Zero : Vector256.Load(c);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows6(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector256<float> l0 = default, h0 = default, l1 = default, h1 = default, l2 = default, h2 = default;
        Vector256<float> l3 = default, h3 = default, l4 = default, h4 = default, l5 = default, h5 = default;
        if (scale is null && !fresh)
        {
            l0 = Vector256.Load(c);
            h0 = Vector256.Load(c + 8);
            l1 = Vector256.Load(c + cStride);
            h1 = Vector256.Load(c + cStride + 8);
            l2 = Vector256.Load(c + 2 * cStride);
            h2 = Vector256.Load(c + 2 * cStride + 8);
            l3 = Vector256.Load(c + 3 * cStride);
            h3 = Vector256.Load(c + 3 * cStride + 8);
            l4 = Vector256.Load(c + 4 * cStride);
            h4 = Vector256.Load(c + 4 * cStride + 8);
            l5 = Vector256.Load(c + 5 * cStride);
            h5 = Vector256.Load(c + 5 * cStride + 8);
        }

        for (float* end = a + k * 6; a < end; a += 6, b += PanelKernel.Width)
        {
            Vector256<float> low = Vector256.Load(b), high = Vector256.Load(b + 8);
            Vector256<float> x = Vector256.Create(a[0]);
            l0 = Fma.MultiplyAdd(x, low, l0);
            h0 = Fma.MultiplyAdd(x, high, h0);
            x = Vector256.Create(a[1]);
            l1 = Fma.MultiplyAdd(x, low, l1);
            h1 = Fma.MultiplyAdd(x, high, h1);
            x = Vector256.Create(a[2]);
            l2 = Fma.MultiplyAdd(x, low, l2);
            h2 = Fma.MultiplyAdd(x, high, h2);
            x = Vector256.Create(a[3]);
            l3 = Fma.MultiplyAdd(x, low, l3);
            h3 = Fma.MultiplyAdd(x, high, h3);
            x = Vector256.Create(a[4]);
            l4 = Fma.MultiplyAdd(x, low, l4);
            h4 = Fma.MultiplyAdd(x, high, h4);
            x = Vector256.Create(a[5]);
            l5 = Fma.MultiplyAdd(x, low, l5);
            h5 = Fma.MultiplyAdd(x, high, h5);
        }

        if (scale is not null)
        {
            Vector256<float> low = Vector256.Load(scale), high = Vector256.Load(scale + 8);
            l0 = Fma.MultiplyAdd(l0, low, Added(c, fresh));
            h0 = Fma.MultiplyAdd(h0, high, Added(c + 8, fresh));
            l1 = Fma.MultiplyAdd(l1, low, Added(c + cStride, fresh));
            h1 = Fma.MultiplyAdd(h1, high, Added(c + cStride + 8, fresh));
            l2 = Fma.MultiplyAdd(l2, low, Added(c + 2 * cStride, fresh));
            h2 = Fma.MultiplyAdd(h2, high, Added(c + 2 * cStride + 8, fresh));
            l3 = Fma.MultiplyAdd(l3, low, Added(c + 3 * cStride, fresh));
            h3 = Fma.MultiplyAdd(h3, high, Added(c + 3 * cStride + 8, fresh));
            l4 = Fma.MultiplyAdd(l4, low, Added(c + 4 * cStride, fresh));
            h4 = Fma.MultiplyAdd(h4, high, Added(c + 4 * cStride + 8, fresh));
            l5 = Fma.MultiplyAdd(l5, low, Added(c + 5 * cStride, fresh));
            h5 = Fma.MultiplyAdd(h5, high, Added(c + 5 * cStride + 8, fresh));
        }

        l0.Store(c);
        h0.Store(c + 8);
        l1.Store(c + cStride);
        h1.Store(c + cStride + 8);
        l2.Store(c + 2 * cStride);
        h2.Store(c + 2 * cStride + 8);
        l3.Store(c + 3 * cStride);
        h3.Store(c + 3 * cStride + 8);
        l4.Store(c + 4 * cStride);
        h4.Store(c + 4 * cStride + 8);
        l5.Store(c + 5 * cStride);
        h5.Store(c + 5 * cStride + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows4(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector256<float> l0 = default, h0 = default, l1 = default, h1 = default, l2 = default, h2 = default;
        Vector256<float> l3 = default, h3 = default;
        if (scale is null && !fresh)
        {
            l0 = Vector256.Load(c);
            h0 = Vector256.Load(c + 8);
            l1 = Vector256.Load(c + cStride);
            h1 = Vector256.Load(c + cStride + 8);
            l2 = Vector256.Load(c + 2 * cStride);
            h2 = Vector256.Load(c + 2 * cStride + 8);
            l3 = Vector256.Load(c + 3 * cStride);
            h3 = Vector256.Load(c + 3 * cStride + 8);
        }

        for (float* end = a + k * 4; a < end; a += 4, b += PanelKernel.Width)
        {
            Vector256<float> low = Vector256.Load(b), high = Vector256.Load(b + 8);
            Vector256<float> x = Vector256.Create(a[0]);
            l0 = Fma.MultiplyAdd(x, low, l0);
            h0 = Fma.MultiplyAdd(x, high, h0);
            x = Vector256.Create(a[1]);
            l1 = Fma.MultiplyAdd(x, low, l1);
            h1 = Fma.MultiplyAdd(x, high, h1);
            x = Vector256.Create(a[2]);
            l2 = Fma.MultiplyAdd(x, low, l2);
            h2 = Fma.MultiplyAdd(x, high, h2);
            x = Vector256.Create(a[3]);
            l3 = Fma.MultiplyAdd(x, low, l3);
            h3 = Fma.MultiplyAdd(x, high, h3);
        }

        if (scale is not null)
        {
            Vector256<float> low = Vector256.Load(scale), high = Vector256.Load(scale + 8);
            l0 = Fma.MultiplyAdd(l0, low, Added(c, fresh));
            h0 = Fma.MultiplyAdd(h0, high, Added(c + 8, fresh));
            l1 = Fma.MultiplyAdd(l1, low, Added(c + cStride, fresh));
            h1 = Fma.MultiplyAdd(h1, high, Added(c + cStride + 8, fresh));
            l2 = Fma.MultiplyAdd(l2, low, Added(c + 2 * cStride, fresh));
            h2 = Fma.MultiplyAdd(h2, high, Added(c + 2 * cStride + 8, fresh));
            l3 = Fma.MultiplyAdd(l3, low, Added(c + 3 * cStride, fresh));
            h3 = Fma.MultiplyAdd(h3, high, Added(c + 3 * cStride + 8, fresh));
        }

        l0.Store(c);
        h0.Store(c + 8);
        l1.Store(c + cStride);
        h1.Store(c + cStride + 8);
        l2.Store(c + 2 * cStride);
        h2.Store(c + 2 * cStride + 8);
        l3.Store(c + 3 * cStride);
        h3.Store(c + 3 * cStride + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows2(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector256<float> l0 = default, h0 = default, l1 = default, h1 = default;
        if (scale is null && !fresh)
        {
            l0 = Vector256.Load(c);
            h0 = Vector256.Load(c + 8);
            l1 = Vector256.Load(c + cStride);
            h1 = Vector256.Load(c + cStride + 8);
        }

        for (float* end = a + k * 2; a < end; a += 2, b += PanelKernel.Width)
        {
            Vector256<float> low = Vector256.Load(b), high = Vector256.Load(b + 8);
            Vector256<float> x = Vector256.Create(a[0]);
            l0 = Fma.MultiplyAdd(x, low, l0);
            h0 = Fma.MultiplyAdd(x, high, h0);
            x = Vector256.Create(a[1]);
            l1 = Fma.MultiplyAdd(x, low, l1);
            h1 = Fma.MultiplyAdd(x, high, h1);
        }

        if (scale is not null)
        {
            Vector256<float> low = Vector256.Load(scale), high = Vector256.Load(scale + 8);
            l0 = Fma.MultiplyAdd(l0, low, Added(c, fresh));
            h0 = Fma.MultiplyAdd(h0, high, Added(c + 8, fresh));
            l1 = Fma.MultiplyAdd(l1, low, Added(c + cStride, fresh));
            h1 = Fma.MultiplyAdd(h1, high, Added(c + cStride + 8, fresh));
        }

        l0.Store(c);
        h0.Store(c + 8);
        l1.Store(c + cStride);
        h1.Store(c + cStride + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows1(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector256<float> l0 = default, h0 = default;
        if (scale is null && !fresh)
        {
            l0 = Vector256.Load(c);
            h0 = Vector256.Load(c + 8);
        }

        for (float* end = a + k; a < end; a++, b += PanelKernel.Width)
        {
            Vector256<float> low = Vector256.Load(b), high = Vector256.Load(b + 8);
            Vector256<float> x = Vector256.Create(a[0]);
            l0 = Fma.MultiplyAdd(x, low, l0);
            h0 = Fma.MultiplyAdd(x, high, h0);
        }

        if (scale is not null)
        {
            Vector256<float> low = Vector256.Load(scale), high = Vector256.Load(scale + 8);
            l0 = Fma.MultiplyAdd(l0, low, Added(c, fresh));
            h0 = Fma.MultiplyAdd(h0, high, Added(c + 8, fresh));
        }

        l0.Store(c);
        h0.Store(c + 8);
    }
}
