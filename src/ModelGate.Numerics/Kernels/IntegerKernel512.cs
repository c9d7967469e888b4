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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Start(int* c, bool fresh) => fresh ? Vector512<int>.Zero : Vector512.Load(c);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows12(int* a, int* b, nint steps, int* c, nint cStride, bool fresh)
    {
        Vector512<int> l0 = Start(c, fresh), h0 = Start(c + 16, fresh);
        Vector512<int> l1 = Start(c + cStride, fresh), h1 = Start(c + cStride + 16, fresh);
        Vector512<int> l2 = Start(c + 2 * cStride, fresh), h2 = Start(c + 2 * cStride + 16, fresh);
        Vector512<int> l3 = Start(c + 3 * cStride, fresh), h3 = Start(c + 3 * cStride + 16, fresh);
        Vector512<int> l4 = Start(c + 4 * cStride, fresh), h4 = Start(c + 4 * cStride + 16, fresh);
        Vector512<int> l5 = Start(c + 5 * cStride, fresh), h5 = Start(c + 5 * cStride + 16, fresh);
        Vector512<int> l6 = Start(c + 6 * cStride, fresh), h6 = Start(c + 6 * cStride + 16, fresh);
        Vector512<int> l7 = Start(c + 7 * cStride, fresh), h7 = Start(c + 7 * cStride + 16, fresh);
        Vector512<int> l8 = Start(c + 8 * cStride, fresh), h8 = Start(c + 8 * cStride + 16, fresh);
        Vector512<int> l9 = Start(c + 9 * cStride, fresh), h9 = Start(c + 9 * cStride + 16, fresh);
        Vector512<int> l10 = Start(c + 10 * cStride, fresh), h10 = Start(c + 10 * cStride + 16, fresh);
        Vector512<int> l11 = Start(c + 11 * cStride, fresh), h11 = Start(c + 11 * cStride + 16, fresh);
        for (int* end = a + steps * 12; a < end; a += 12, b += 32)
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
        Vector512<int> l0 = Start(c, fresh), h0 = Start(c + 16, fresh);
        Vector512<int> l1 = Start(c + cStride, fresh), h1 = Start(c + cStride + 16, fresh);
        Vector512<int> l2 = Start(c + 2 * cStride, fresh), h2 = Start(c + 2 * cStride + 16, fresh);
        Vector512<int> l3 = Start(c + 3 * cStride, fresh), h3 = Start(c + 3 * cStride + 16, fresh);
        Vector512<int> l4 = Start(c + 4 * cStride, fresh), h4 = Start(c + 4 * cStride + 16, fresh);
        Vector512<int> l5 = Start(c + 5 * cStride, fresh), h5 = Start(c + 5 * cStride + 16, fresh);
        Vector512<int> l6 = Start(c + 6 * cStride, fresh), h6 = Start(c + 6 * cStride + 16, fresh);
        Vector512<int> l7 = Start(c + 7 * cStride, fresh), h7 = Start(c + 7 * cStride + 16, fresh);
        for (int* end = a + steps * 8; a < end; a += 8, b += 32)
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
        Vector512<int> l0 = Start(c, fresh), h0 = Start(c + 16, fresh);
        Vector512<int> l1 = Start(c + cStride, fresh), h1 = Start(c + cStride + 16, fresh);
        Vector512<int> l2 = Start(c + 2 * cStride, fresh), h2 = Start(c + 2 * cStride + 16, fresh);
        Vector512<int> l3 = Start(c + 3 * cStride, fresh), h3 = Start(c + 3 * cStride + 16, fresh);
        for (int* end = a + steps * 4; a < end; a += 4, b += 32)
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
        Vector512<int> l0 = Start(c, fresh), h0 = Start(c + 16, fresh);
        Vector512<int> l1 = Start(c + cStride, fresh), h1 = Start(c + cStride + 16, fresh);
        for (int* end = a + steps * 2; a < end; a += 2, b += 32)
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
        Vector512<int> l0 = Start(c, fresh), h0 = Start(c + 16, fresh);
        for (int* end = a + steps; a < end; a++, b += 32)
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
