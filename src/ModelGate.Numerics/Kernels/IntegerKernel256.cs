using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary><see cref="IntegerKernel"/> on AVX2, 16 columns at a time.</summary>
internal static unsafe class IntegerKernel256
{
    public static void Run(int rows, int* a, int* b, nint steps, int* c, nint cStride, bool fresh)
    {
        RunHalf(rows, a, b, steps, c, cStride, fresh);
        RunHalf(rows, a, b + 16, steps, c + 16, cStride, fresh);
    }

    private static void RunHalf(int rows, int* a, int* b, nint steps, int* c, nint cStride, bool fresh)
    {
        switch (rows)
        {
            case 6: Rows6(a, b, steps, c, cStride, fresh); break;
            case 4: Rows4(a, b, steps, c, cStride, fresh); break;
            case 2: Rows2(a, b, steps, c, cStride, fresh); break;
            default: Rows1(a, b, steps, c, cStride, fresh); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows6(int* a, int* b, nint steps, int* c, nint cStride, bool fresh)
    {
        Vector256<int> l0 = default, h0 = default, l1 = default, h1 = default, l2 = default, h2 = default;
        Vector256<int> l3 = default, h3 = default, l4 = default, h4 = default, l5 = default, h5 = default;
        if (!fresh)
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

        for (int* end = a + steps * 6; a < end; a += 6, b += PanelKernel.Width)
        {
            Vector256<short> low = Vector256.Load((short*)b), high = Vector256.Load((short*)(b + 8));
            Vector256<short> x = Vector256.Create(a[0]).AsInt16();
            l0 += Avx2.MultiplyAddAdjacent(x, low);
            h0 += Avx2.MultiplyAddAdjacent(x, high);
            x = Vector256.Create(a[1]).AsInt16();
            l1 += Avx2.MultiplyAddAdjacent(x, low);
            h1 += Avx2.MultiplyAddAdjacent(x, high);
            x = Vector256.Create(a[2]).AsInt16();
            l2 += Avx2.MultiplyAddAdjacent(x, low);
            h2 += Avx2.MultiplyAddAdjacent(x, high);
            x = Vector256.Create(a[3]).AsInt16();
            l3 += Avx2.MultiplyAddAdjacent(x, low);
            h3 += Avx2.MultiplyAddAdjacent(x, high);
            x = Vector256.Create(a[4]).AsInt16();
            l4 += Avx2.MultiplyAddAdjacent(x, low);
            h4 += Avx2.MultiplyAddAdjacent(x, high);
            x = Vector256.Create(a[5]).AsInt16();
            l5 += Avx2.MultiplyAddAdjacent(x, low);
            h5 += Avx2.MultiplyAddAdjacent(x, high);
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
    private static void Rows4(int* a, int* b, nint steps, int* c, nint cStride, bool fresh)
    {
        Vector256<int> l0 = default, h0 = default, l1 = default, h1 = default, l2 = default, h2 = default;
        Vector256<int> l3 = default, h3 = default;
        if (!fresh)
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

        for (int* end = a + steps * 4; a < end; a += 4, b += PanelKernel.Width)
        {
            Vector256<short> low = Vector256.Load((short*)b), high = Vector256.Load((short*)(b + 8));
            Vector256<short> x = Vector256.Create(a[0]).AsInt16();
            l0 += Avx2.MultiplyAddAdjacent(x, low);
            h0 += Avx2.MultiplyAddAdjacent(x, high);
            x = Vector256.Create(a[1]).AsInt16();
            l1 += Avx2.MultiplyAddAdjacent(x, low);
            h1 += Avx2.MultiplyAddAdjacent(x, high);
            x = Vector256.Create(a[2]).AsInt16();
            l2 += Avx2.MultiplyAddAdjacent(x, low);
            h2 += Avx2.MultiplyAddAdjacent(x, high);
            x = Vector256.Create(a[3]).AsInt16();
            l3 += Avx2.MultiplyAddAdjacent(x, low);
            h3 += Avx2.MultiplyAddAdjacent(x, high);
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
    private static void Rows2(int* a, int* b, nint steps, int* c, nint cStride, bool fresh)
    {
        Vector256<int> l0 = default, h0 = default, l1 = default, h1 = default;
        if (!fresh)
        {
            l0 = Vector256.Load(c);
            h0 = Vector256.Load(c + 8);
            l1 = Vector256.Load(c + cStride);
            h1 = Vector256.Load(c + cStride + 8);
        }

        for (int* end = a + steps * 2; a < end; a += 2, b += PanelKernel.Width)
        {
            Vector256<short> low = Vector256.Load((short*)b), high = Vector256.Load((short*)(b + 8));
            Vector256<short> x = Vector256.Create(a[0]).AsInt16();
            l0 += Avx2.MultiplyAddAdjacent(x, low);
            h0 += Avx2.MultiplyAddAdjacent(x, high);
            x = Vector256.Create(a[1]).AsInt16();
            l1 += Avx2.MultiplyAddAdjacent(x, low);
            h1 += Avx2.MultiplyAddAdjacent(x, high);
        }

        l0.Store(c);
        h0.Store(c + 8);
        l1.Store(c + cStride);
        h1.Store(c + cStride + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows1(int* a, int* b, nint steps, int* c, nint cStride, bool fresh)
    {
        Vector256<int> l0 = default, h0 = default;
        if (!fresh)
        {
            l0 = Vector256.Load(c);
            h0 = Vector256.Load(c + 8);
        }

        for (int* end = a + steps; a < end; a++, b += PanelKernel.Width)
        {
            Vector256<short> low = Vector256.Load((short*)b), high = Vector256.Load((short*)(b + 8));
            Vector256<short> x = Vector256.Create(a[0]).AsInt16();
            l0 += Avx2.MultiplyAddAdjacent(x, low);
            h0 += Avx2.MultiplyAddAdjacent(x, high);
        }

        l0.Store(c);
        h0.Store(c + 8);
    }
}
