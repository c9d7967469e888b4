using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary><see cref="IntegerKernel"/> on AVX-512 BW, for processors whose byte dot product .NET cannot reach.</summary>
internal static unsafe class IntegerKernel512
{
    public static void Run(int rows, int* a, int* b, nint steps, int* c, nint cStride, bool fresh)
    {
        switch (rows)
        {
            case 12: Rows12(a, b, steps, c, cStride, fresh); break;
            case 8: Rows8(a, b, steps, c, cStride, fresh); break;
            case 4: Rows4(a, b, steps, c, cStride, fresh); break;
            case 2: Rows2(a, b, steps, c, cStride, fresh); break;
            default: Rows1(a, b, steps, c, cStride, fresh); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows12(int* a, int* b, nint steps, int* c, nint cStride, bool fresh)
    {
        Vector512<int> l0 = default, h0 = default, l1 = default, h1 = default, l2 = default, h2 = default;
        Vector512<int> l3 = default, h3 = default, l4 = default, h4 = default, l5 = default, h5 = default;
        Vector512<int> l6 = default, h6 = default, l7 = default, h7 = default, l8 = default, h8 = default;
        Vector512<int> l9 = default, h9 = default, l10 = default, h10 = default, l11 = default, h11 = default;
        if (!fresh)
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

        for (int* end = a + steps * 12; a < end; a += 12, b += PanelKernel.Width)
        {
            Vector512<short> low = Vector512.Load((short*)b), high = Vector512.Load((short*)(b + 16));
            Vector512<short> x = Vector512.Create(a[0]).AsInt16();
            l0 += Avx512BW.MultiplyAddAdjacent(x, low);
            h0 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[1]).AsInt16();
            l1 += Avx512BW.MultiplyAddAdjacent(x, low);
            h1 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[2]).AsInt16();
            l2 += Avx512BW.MultiplyAddAdjacent(x, low);
            h2 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[3]).AsInt16();
            l3 += Avx512BW.MultiplyAddAdjacent(x, low);
            h3 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[4]).AsInt16();
            l4 += Avx512BW.MultiplyAddAdjacent(x, low);
            h4 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[5]).AsInt16();
            l5 += Avx512BW.MultiplyAddAdjacent(x, low);
            h5 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[6]).AsInt16();
            l6 += Avx512BW.MultiplyAddAdjacent(x, low);
            h6 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[7]).AsInt16();
            l7 += Avx512BW.MultiplyAddAdjacent(x, low);
            h7 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[8]).AsInt16();
            l8 += Avx512BW.MultiplyAddAdjacent(x, low);
            h8 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[9]).AsInt16();
            l9 += Avx512BW.MultiplyAddAdjacent(x, low);
            h9 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[10]).AsInt16();
            l10 += Avx512BW.MultiplyAddAdjacent(x, low);
            h10 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[11]).AsInt16();
            l11 += Avx512BW.MultiplyAddAdjacent(x, low);
            h11 += Avx512BW.MultiplyAddAdjacent(x, high);
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
    private static void Rows8(int* a, int* b, nint steps, int* c, nint cStride, bool fresh)
    {
        Vector512<int> l0 = default, h0 = default, l1 = default, h1 = default, l2 = default, h2 = default;
        Vector512<int> l3 = default, h3 = default, l4 = default, h4 = default, l5 = default, h5 = default;
        Vector512<int> l6 = default, h6 = default, l7 = default, h7 = default;
        if (!fresh)
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

        for (int* end = a + steps * 8; a < end; a += 8, b += PanelKernel.Width)
        {
            Vector512<short> low = Vector512.Load((short*)b), high = Vector512.Load((short*)(b + 16));
            Vector512<short> x = Vector512.Create(a[0]).AsInt16();
            l0 += Avx512BW.MultiplyAddAdjacent(x, low);
            h0 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[1]).AsInt16();
            l1 += Avx512BW.MultiplyAddAdjacent(x, low);
            h1 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[2]).AsInt16();
            l2 += Avx512BW.MultiplyAddAdjacent(x, low);
            h2 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[3]).AsInt16();
            l3 += Avx512BW.MultiplyAddAdjacent(x, low);
            h3 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[4]).AsInt16();
            l4 += Avx512BW.MultiplyAddAdjacent(x, low);
            h4 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[5]).AsInt16();
            l5 += Avx512BW.MultiplyAddAdjacent(x, low);
            h5 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[6]).AsInt16();
            l6 += Avx512BW.MultiplyAddAdjacent(x, low);
            h6 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[7]).AsInt16();
            l7 += Avx512BW.MultiplyAddAdjacent(x, low);
            h7 += Avx512BW.MultiplyAddAdjacent(x, high);
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
    private static void Rows4(int* a, int* b, nint steps, int* c, nint cStride, bool fresh)
    {
        Vector512<int> l0 = default, h0 = default, l1 = default, h1 = default, l2 = default, h2 = default;
        Vector512<int> l3 = default, h3 = default;
        if (!fresh)
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

        for (int* end = a + steps * 4; a < end; a += 4, b += PanelKernel.Width)
        {
            Vector512<short> low = Vector512.Load((short*)b), high = Vector512.Load((short*)(b + 16));
            Vector512<short> x = Vector512.Create(a[0]).AsInt16();
            l0 += Avx512BW.MultiplyAddAdjacent(x, low);
            h0 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[1]).AsInt16();
            l1 += Avx512BW.MultiplyAddAdjacent(x, low);
            h1 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[2]).AsInt16();
            l2 += Avx512BW.MultiplyAddAdjacent(x, low);
            h2 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[3]).AsInt16();
            l3 += Avx512BW.MultiplyAddAdjacent(x, low);
            h3 += Avx512BW.MultiplyAddAdjacent(x, high);
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
    private static void Rows2(int* a, int* b, nint steps, int* c, nint cStride, bool fresh)
    {
        Vector512<int> l0 = default, h0 = default, l1 = default, h1 = default;
        if (!fresh)
        {
            l0 = Vector512.Load(c);
            h0 = Vector512.Load(c + 16);
            l1 = Vector512.Load(c + cStride);
            h1 = Vector512.Load(c + cStride + 16);
        }

        for (int* end = a + steps * 2; a < end; a += 2, b += PanelKernel.Width)
        {
            Vector512<short> low = Vector512.Load((short*)b), high = Vector512.Load((short*)(b + 16));
            Vector512<short> x = Vector512.Create(a[0]).AsInt16();
            l0 += Avx512BW.MultiplyAddAdjacent(x, low);
            h0 += Avx512BW.MultiplyAddAdjacent(x, high);
            x = Vector512.Create(a[1]).AsInt16();
            l1 += Avx512BW.MultiplyAddAdjacent(x, low);
            h1 += Avx512BW.MultiplyAddAdjacent(x, high);
        }

        l0.Store(c);
        h0.Store(c + 16);
        l1.Store(c + cStride);
        h1.Store(c + cStride + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows1(int* a, int* b, nint steps, int* c, nint cStride, bool fresh)
    {
        Vector512<int> l0 = default, h0 = default;
        if (!fresh)
        {
            l0 = Vector512.Load(c);
            h0 = Vector512.Load(c + 16);
        }

        for (int* end = a + steps; a < end; a++, b += PanelKernel.Width)
        {
            Vector512<short> low = Vector512.Load((short*)b), high = Vector512.Load((short*)(b + 16));
            Vector512<short> x = Vector512.Create(a[0]).AsInt16();
            l0 += Avx512BW.MultiplyAddAdjacent(x, low);
            h0 += Avx512BW.MultiplyAddAdjacent(x, high);
        }

        l0.Store(c);
        h0.Store(c + 16);
    }
}
