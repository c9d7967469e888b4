using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary><see cref="PanelKernel"/> on AVX2 and FMA: 6 × 16 outputs are 12 accumulators, beside 2 weight vectors and 1 broadcast.</summary>
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
    private static Vector256<float> Start(float* c, float* scale, bool fresh) =>
        scale is null && !fresh ? Vector256.Load(c) : Vector256<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(float* c, Vector256<float> low, Vector256<float> high, float* scale, bool fresh)
    {
        if (scale is not null)
        {
            low = Vector256.FusedMultiplyAdd(low, Vector256.Load(scale), fresh ? Vector256<float>.Zero : Vector256.Load(c));
            high = Vector256.FusedMultiplyAdd(high, Vector256.Load(scale + 8), fresh ? Vector256<float>.Zero : Vector256.Load(c + 8));
        }

        low.Store(c);
        high.Store(c + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows6(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector256<float> l0 = Start(c, scale, fresh), h0 = Start(c + 8, scale, fresh);
        Vector256<float> l1 = Start(c + cStride, scale, fresh), h1 = Start(c + cStride + 8, scale, fresh);
        Vector256<float> l2 = Start(c + 2 * cStride, scale, fresh), h2 = Start(c + 2 * cStride + 8, scale, fresh);
        Vector256<float> l3 = Start(c + 3 * cStride, scale, fresh), h3 = Start(c + 3 * cStride + 8, scale, fresh);
        Vector256<float> l4 = Start(c + 4 * cStride, scale, fresh), h4 = Start(c + 4 * cStride + 8, scale, fresh);
        Vector256<float> l5 = Start(c + 5 * cStride, scale, fresh), h5 = Start(c + 5 * cStride + 8, scale, fresh);
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

        Finish(c, l0, h0, scale, fresh);
        Finish(c + cStride, l1, h1, scale, fresh);
        Finish(c + 2 * cStride, l2, h2, scale, fresh);
        Finish(c + 3 * cStride, l3, h3, scale, fresh);
        Finish(c + 4 * cStride, l4, h4, scale, fresh);
        Finish(c + 5 * cStride, l5, h5, scale, fresh);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows4(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector256<float> l0 = Start(c, scale, fresh), h0 = Start(c + 8, scale, fresh);
        Vector256<float> l1 = Start(c + cStride, scale, fresh), h1 = Start(c + cStride + 8, scale, fresh);
        Vector256<float> l2 = Start(c + 2 * cStride, scale, fresh), h2 = Start(c + 2 * cStride + 8, scale, fresh);
        Vector256<float> l3 = Start(c + 3 * cStride, scale, fresh), h3 = Start(c + 3 * cStride + 8, scale, fresh);
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

        Finish(c, l0, h0, scale, fresh);
        Finish(c + cStride, l1, h1, scale, fresh);
        Finish(c + 2 * cStride, l2, h2, scale, fresh);
        Finish(c + 3 * cStride, l3, h3, scale, fresh);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows2(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector256<float> l0 = Start(c, scale, fresh), h0 = Start(c + 8, scale, fresh);
        Vector256<float> l1 = Start(c + cStride, scale, fresh), h1 = Start(c + cStride + 8, scale, fresh);
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

        Finish(c, l0, h0, scale, fresh);
        Finish(c + cStride, l1, h1, scale, fresh);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows1(float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        Vector256<float> l0 = Start(c, scale, fresh), h0 = Start(c + 8, scale, fresh);
        for (float* end = a + k; a < end; a++, b += PanelKernel.Width)
        {
            Vector256<float> low = Vector256.Load(b), high = Vector256.Load(b + 8);
            Vector256<float> x = Vector256.Create(a[0]);
            l0 = Fma.MultiplyAdd(x, low, l0);
            h0 = Fma.MultiplyAdd(x, high, h0);
        }

        Finish(c, l0, h0, scale, fresh);
    }
}
