using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary>4-bit panels against few rows on AVX-512.</summary>
internal readonly unsafe struct NibbleRows512(uint* words, int n, int k, int groupSize) : IRowSource
{
    private const int PrefetchWords = 512;

    private nint PanelWords => (nint)(k / groupSize) * (groupSize / 8 + 1) * 32;

    public int Rows => n;

    public int Columns => k;

    public void OneRow(int firstPanel, int secondPanel, float* x, float* y) =>
        OneRow(words + firstPanel * PanelWords, words + secondPanel * PanelWords, x, k, groupSize, y);

    public void FourRows(int panel, float** x, float* y) => FourRows(words + panel * PanelWords, x, k, groupSize, y);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void OneRow(uint* a, uint* b, float* x, nint k, nint groupSize, float* y)
    {
        var decoder = new NibbleDecoder512();
        Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default;
        for (float* end = x + k; x < end; a += 32, b += 32)
        {
            Vector512<float> ga0 = default, ga1 = default, gb0 = default, gb1 = default;
            for (float* groupEnd = x + groupSize; x < groupEnd; x += 8, a += 32, b += 32)
            {
                Sse.Prefetch0(a + PrefetchWords);
                Sse.Prefetch0(a + PrefetchWords + 16);
                Sse.Prefetch0(b + PrefetchWords);
                Sse.Prefetch0(b + PrefetchWords + 16);
                Vector512<uint> wa0 = Vector512.Load(a), wa1 = Vector512.Load(a + 16);
                Vector512<uint> wb0 = Vector512.Load(b), wb1 = Vector512.Load(b + 16);
                Vector512<float> input = Vector512.Create(x[0]);
                ga0 = Avx512F.FusedMultiplyAdd(input, decoder.Code0(wa0), ga0);
                ga1 = Avx512F.FusedMultiplyAdd(input, decoder.Code0(wa1), ga1);
                gb0 = Avx512F.FusedMultiplyAdd(input, decoder.Code0(wb0), gb0);
                gb1 = Avx512F.FusedMultiplyAdd(input, decoder.Code0(wb1), gb1);
                input = Vector512.Create(x[1]);
                ga0 = Avx512F.FusedMultiplyAdd(input, decoder.Code1(wa0), ga0);
                ga1 = Avx512F.FusedMultiplyAdd(input, decoder.Code1(wa1), ga1);
                gb0 = Avx512F.FusedMultiplyAdd(input, decoder.Code1(wb0), gb0);
                gb1 = Avx512F.FusedMultiplyAdd(input, decoder.Code1(wb1), gb1);
                input = Vector512.Create(x[2]);
                ga0 = Avx512F.FusedMultiplyAdd(input, decoder.Code2(wa0), ga0);
                ga1 = Avx512F.FusedMultiplyAdd(input, decoder.Code2(wa1), ga1);
                gb0 = Avx512F.FusedMultiplyAdd(input, decoder.Code2(wb0), gb0);
                gb1 = Avx512F.FusedMultiplyAdd(input, decoder.Code2(wb1), gb1);
                input = Vector512.Create(x[3]);
                ga0 = Avx512F.FusedMultiplyAdd(input, decoder.Code3(wa0), ga0);
                ga1 = Avx512F.FusedMultiplyAdd(input, decoder.Code3(wa1), ga1);
                gb0 = Avx512F.FusedMultiplyAdd(input, decoder.Code3(wb0), gb0);
                gb1 = Avx512F.FusedMultiplyAdd(input, decoder.Code3(wb1), gb1);
                wa0 >>= 16;
                wa1 >>= 16;
                wb0 >>= 16;
                wb1 >>= 16;
                input = Vector512.Create(x[4]);
                ga0 = Avx512F.FusedMultiplyAdd(input, decoder.Code0(wa0), ga0);
                ga1 = Avx512F.FusedMultiplyAdd(input, decoder.Code0(wa1), ga1);
                gb0 = Avx512F.FusedMultiplyAdd(input, decoder.Code0(wb0), gb0);
                gb1 = Avx512F.FusedMultiplyAdd(input, decoder.Code0(wb1), gb1);
                input = Vector512.Create(x[5]);
                ga0 = Avx512F.FusedMultiplyAdd(input, decoder.Code1(wa0), ga0);
                ga1 = Avx512F.FusedMultiplyAdd(input, decoder.Code1(wa1), ga1);
                gb0 = Avx512F.FusedMultiplyAdd(input, decoder.Code1(wb0), gb0);
                gb1 = Avx512F.FusedMultiplyAdd(input, decoder.Code1(wb1), gb1);
                input = Vector512.Create(x[6]);
                ga0 = Avx512F.FusedMultiplyAdd(input, decoder.Code2(wa0), ga0);
                ga1 = Avx512F.FusedMultiplyAdd(input, decoder.Code2(wa1), ga1);
                gb0 = Avx512F.FusedMultiplyAdd(input, decoder.Code2(wb0), gb0);
                gb1 = Avx512F.FusedMultiplyAdd(input, decoder.Code2(wb1), gb1);
                input = Vector512.Create(x[7]);
                ga0 = Avx512F.FusedMultiplyAdd(input, decoder.Code3(wa0), ga0);
                ga1 = Avx512F.FusedMultiplyAdd(input, decoder.Code3(wa1), ga1);
                gb0 = Avx512F.FusedMultiplyAdd(input, decoder.Code3(wb0), gb0);
                gb1 = Avx512F.FusedMultiplyAdd(input, decoder.Code3(wb1), gb1);
            }

            a0 = Avx512F.FusedMultiplyAdd(ga0, Vector512.Load((float*)a), a0);
            a1 = Avx512F.FusedMultiplyAdd(ga1, Vector512.Load((float*)a + 16), a1);
            b0 = Avx512F.FusedMultiplyAdd(gb0, Vector512.Load((float*)b), b0);
            b1 = Avx512F.FusedMultiplyAdd(gb1, Vector512.Load((float*)b + 16), b1);
        }

        a0.Store(y);
        a1.Store(y + 16);
        b0.Store(y + 32);
        b1.Store(y + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FourRows(uint* a, float** rows, nint k, nint groupSize, float* y)
    {
        float* x0 = rows[0], x1 = rows[1], x2 = rows[2], x3 = rows[3];
        var decoder = new NibbleDecoder512();
        new Span<float>(y, 128).Clear();
        for (nint i = 0; i < k; a += 32)
        {
            Vector512<float> l0 = default, l1 = default, l2 = default, l3 = default;
            Vector512<float> h0 = default, h1 = default, h2 = default, h3 = default;
            for (nint end = i + groupSize; i < end; i += 8, a += 32)
            {
                Sse.Prefetch0(a + PrefetchWords);
                Sse.Prefetch0(a + PrefetchWords + 16);
                Vector512<uint> words0 = Vector512.Load(a), words1 = Vector512.Load(a + 16);
                Vector512<float> low = decoder.Code0(words0), high = decoder.Code0(words1);
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
                low = decoder.Code1(words0);
                high = decoder.Code1(words1);
                input = Vector512.Create(x0[i + 1]);
                l0 = Avx512F.FusedMultiplyAdd(input, low, l0);
                h0 = Avx512F.FusedMultiplyAdd(input, high, h0);
                input = Vector512.Create(x1[i + 1]);
                l1 = Avx512F.FusedMultiplyAdd(input, low, l1);
                h1 = Avx512F.FusedMultiplyAdd(input, high, h1);
                input = Vector512.Create(x2[i + 1]);
                l2 = Avx512F.FusedMultiplyAdd(input, low, l2);
                h2 = Avx512F.FusedMultiplyAdd(input, high, h2);
                input = Vector512.Create(x3[i + 1]);
                l3 = Avx512F.FusedMultiplyAdd(input, low, l3);
                h3 = Avx512F.FusedMultiplyAdd(input, high, h3);
                low = decoder.Code2(words0);
                high = decoder.Code2(words1);
                input = Vector512.Create(x0[i + 2]);
                l0 = Avx512F.FusedMultiplyAdd(input, low, l0);
                h0 = Avx512F.FusedMultiplyAdd(input, high, h0);
                input = Vector512.Create(x1[i + 2]);
                l1 = Avx512F.FusedMultiplyAdd(input, low, l1);
                h1 = Avx512F.FusedMultiplyAdd(input, high, h1);
                input = Vector512.Create(x2[i + 2]);
                l2 = Avx512F.FusedMultiplyAdd(input, low, l2);
                h2 = Avx512F.FusedMultiplyAdd(input, high, h2);
                input = Vector512.Create(x3[i + 2]);
                l3 = Avx512F.FusedMultiplyAdd(input, low, l3);
                h3 = Avx512F.FusedMultiplyAdd(input, high, h3);
                low = decoder.Code3(words0);
                high = decoder.Code3(words1);
                input = Vector512.Create(x0[i + 3]);
                l0 = Avx512F.FusedMultiplyAdd(input, low, l0);
                h0 = Avx512F.FusedMultiplyAdd(input, high, h0);
                input = Vector512.Create(x1[i + 3]);
                l1 = Avx512F.FusedMultiplyAdd(input, low, l1);
                h1 = Avx512F.FusedMultiplyAdd(input, high, h1);
                input = Vector512.Create(x2[i + 3]);
                l2 = Avx512F.FusedMultiplyAdd(input, low, l2);
                h2 = Avx512F.FusedMultiplyAdd(input, high, h2);
                input = Vector512.Create(x3[i + 3]);
                l3 = Avx512F.FusedMultiplyAdd(input, low, l3);
                h3 = Avx512F.FusedMultiplyAdd(input, high, h3);
                words0 >>= 16;
                words1 >>= 16;
                low = decoder.Code0(words0);
                high = decoder.Code0(words1);
                input = Vector512.Create(x0[i + 4]);
                l0 = Avx512F.FusedMultiplyAdd(input, low, l0);
                h0 = Avx512F.FusedMultiplyAdd(input, high, h0);
                input = Vector512.Create(x1[i + 4]);
                l1 = Avx512F.FusedMultiplyAdd(input, low, l1);
                h1 = Avx512F.FusedMultiplyAdd(input, high, h1);
                input = Vector512.Create(x2[i + 4]);
                l2 = Avx512F.FusedMultiplyAdd(input, low, l2);
                h2 = Avx512F.FusedMultiplyAdd(input, high, h2);
                input = Vector512.Create(x3[i + 4]);
                l3 = Avx512F.FusedMultiplyAdd(input, low, l3);
                h3 = Avx512F.FusedMultiplyAdd(input, high, h3);
                low = decoder.Code1(words0);
                high = decoder.Code1(words1);
                input = Vector512.Create(x0[i + 5]);
                l0 = Avx512F.FusedMultiplyAdd(input, low, l0);
                h0 = Avx512F.FusedMultiplyAdd(input, high, h0);
                input = Vector512.Create(x1[i + 5]);
                l1 = Avx512F.FusedMultiplyAdd(input, low, l1);
                h1 = Avx512F.FusedMultiplyAdd(input, high, h1);
                input = Vector512.Create(x2[i + 5]);
                l2 = Avx512F.FusedMultiplyAdd(input, low, l2);
                h2 = Avx512F.FusedMultiplyAdd(input, high, h2);
                input = Vector512.Create(x3[i + 5]);
                l3 = Avx512F.FusedMultiplyAdd(input, low, l3);
                h3 = Avx512F.FusedMultiplyAdd(input, high, h3);
                low = decoder.Code2(words0);
                high = decoder.Code2(words1);
                input = Vector512.Create(x0[i + 6]);
                l0 = Avx512F.FusedMultiplyAdd(input, low, l0);
                h0 = Avx512F.FusedMultiplyAdd(input, high, h0);
                input = Vector512.Create(x1[i + 6]);
                l1 = Avx512F.FusedMultiplyAdd(input, low, l1);
                h1 = Avx512F.FusedMultiplyAdd(input, high, h1);
                input = Vector512.Create(x2[i + 6]);
                l2 = Avx512F.FusedMultiplyAdd(input, low, l2);
                h2 = Avx512F.FusedMultiplyAdd(input, high, h2);
                input = Vector512.Create(x3[i + 6]);
                l3 = Avx512F.FusedMultiplyAdd(input, low, l3);
                h3 = Avx512F.FusedMultiplyAdd(input, high, h3);
                low = decoder.Code3(words0);
                high = decoder.Code3(words1);
                input = Vector512.Create(x0[i + 7]);
                l0 = Avx512F.FusedMultiplyAdd(input, low, l0);
                h0 = Avx512F.FusedMultiplyAdd(input, high, h0);
                input = Vector512.Create(x1[i + 7]);
                l1 = Avx512F.FusedMultiplyAdd(input, low, l1);
                h1 = Avx512F.FusedMultiplyAdd(input, high, h1);
                input = Vector512.Create(x2[i + 7]);
                l2 = Avx512F.FusedMultiplyAdd(input, low, l2);
                h2 = Avx512F.FusedMultiplyAdd(input, high, h2);
                input = Vector512.Create(x3[i + 7]);
                l3 = Avx512F.FusedMultiplyAdd(input, low, l3);
                h3 = Avx512F.FusedMultiplyAdd(input, high, h3);
            }

            Vector512<float> scale0 = Vector512.Load((float*)a), scale1 = Vector512.Load((float*)a + 16);
            Avx512F.FusedMultiplyAdd(l0, scale0, Vector512.Load(y)).Store(y);
            Avx512F.FusedMultiplyAdd(h0, scale1, Vector512.Load(y + 16)).Store(y + 16);
            Avx512F.FusedMultiplyAdd(l1, scale0, Vector512.Load(y + 32)).Store(y + 32);
            Avx512F.FusedMultiplyAdd(h1, scale1, Vector512.Load(y + 48)).Store(y + 48);
            Avx512F.FusedMultiplyAdd(l2, scale0, Vector512.Load(y + 64)).Store(y + 64);
            Avx512F.FusedMultiplyAdd(h2, scale1, Vector512.Load(y + 80)).Store(y + 80);
            Avx512F.FusedMultiplyAdd(l3, scale0, Vector512.Load(y + 96)).Store(y + 96);
            Avx512F.FusedMultiplyAdd(h3, scale1, Vector512.Load(y + 112)).Store(y + 112);
        }
    }
}
