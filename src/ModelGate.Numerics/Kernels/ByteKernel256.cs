using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary>Adds to each int32 lane the dot product of four unsigned and four signed bytes, without saturation.</summary>
internal interface IByteDot
{
    static abstract Vector256<int> Add(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> w);
}

/// <summary>The VEX form of the instruction (Alder Lake, Sapphire Rapids, Zen 5 and later): twice the rate of 16-bit pairs.</summary>
internal readonly struct AvxVnniDot : IByteDot
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> w) =>
        AvxVnni.MultiplyWideningAndAdd(sum, x, w);
}

/// <summary>
/// <see cref="IntegerKernel"/> on bytes as they are packed: activations shifted to 0..254 around 128, so that each sum is too large by
/// 128 · (sum of the channel's codes).
/// </summary>
internal static unsafe class ByteKernel256<TDot>
    where TDot : struct, IByteDot
{
    private const int StepBytes = 128;

    /// <param name="rows">Rows of the tile: 12, 8, 6, 4, 2 or 1.</param>
    /// <param name="a">[steps][rows] words of four shifted activations.</param>
    /// <param name="b">[steps][32][4] weight codes.</param>
    /// <param name="c">[rows] sums of 32 columns.</param>
    public static void Run(int rows, int* a, sbyte* b, nint steps, int* c, nint cStride)
    {
        for (int row = 0, part; row < rows; row += part)
        {
            part = rows % 6 == 0 ? 6 : Math.Min(rows, 4);
            RunHalf(part, a + row, rows, b, steps, c + row * cStride, cStride);
            RunHalf(part, a + row, rows, b + StepBytes / 2, steps, c + row * cStride + 16, cStride);
        }
    }

    private static void RunHalf(int rows, int* a, nint aStride, sbyte* b, nint steps, int* c, nint cStride)
    {
        switch (rows)
        {
            case 6: Rows6(a, aStride, b, steps, c, cStride); break;
            case 4: Rows4(a, aStride, b, steps, c, cStride); break;
            case 2: Rows2(a, aStride, b, steps, c, cStride); break;
            default: Rows1(a, aStride, b, steps, c, cStride); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows6(int* a, nint aStride, sbyte* b, nint steps, int* c, nint cStride)
    {
        Vector256<int> l0 = default, h0 = default, l1 = default, h1 = default, l2 = default, h2 = default;
        Vector256<int> l3 = default, h3 = default, l4 = default, h4 = default, l5 = default, h5 = default;
        for (sbyte* end = b + steps * StepBytes; b < end; a += aStride, b += StepBytes)
        {
            Vector256<sbyte> low = Vector256.Load(b), high = Vector256.Load(b + 32);
            Vector256<byte> x = Vector256.Create(a[0]).AsByte();
            l0 = TDot.Add(l0, x, low);
            h0 = TDot.Add(h0, x, high);
            x = Vector256.Create(a[1]).AsByte();
            l1 = TDot.Add(l1, x, low);
            h1 = TDot.Add(h1, x, high);
            x = Vector256.Create(a[2]).AsByte();
            l2 = TDot.Add(l2, x, low);
            h2 = TDot.Add(h2, x, high);
            x = Vector256.Create(a[3]).AsByte();
            l3 = TDot.Add(l3, x, low);
            h3 = TDot.Add(h3, x, high);
            x = Vector256.Create(a[4]).AsByte();
            l4 = TDot.Add(l4, x, low);
            h4 = TDot.Add(h4, x, high);
            x = Vector256.Create(a[5]).AsByte();
            l5 = TDot.Add(l5, x, low);
            h5 = TDot.Add(h5, x, high);
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
    private static void Rows4(int* a, nint aStride, sbyte* b, nint steps, int* c, nint cStride)
    {
        Vector256<int> l0 = default, h0 = default, l1 = default, h1 = default, l2 = default, h2 = default;
        Vector256<int> l3 = default, h3 = default;
        for (sbyte* end = b + steps * StepBytes; b < end; a += aStride, b += StepBytes)
        {
            Vector256<sbyte> low = Vector256.Load(b), high = Vector256.Load(b + 32);
            Vector256<byte> x = Vector256.Create(a[0]).AsByte();
            l0 = TDot.Add(l0, x, low);
            h0 = TDot.Add(h0, x, high);
            x = Vector256.Create(a[1]).AsByte();
            l1 = TDot.Add(l1, x, low);
            h1 = TDot.Add(h1, x, high);
            x = Vector256.Create(a[2]).AsByte();
            l2 = TDot.Add(l2, x, low);
            h2 = TDot.Add(h2, x, high);
            x = Vector256.Create(a[3]).AsByte();
            l3 = TDot.Add(l3, x, low);
            h3 = TDot.Add(h3, x, high);
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
    private static void Rows2(int* a, nint aStride, sbyte* b, nint steps, int* c, nint cStride)
    {
        Vector256<int> l0 = default, h0 = default, l1 = default, h1 = default;
        for (sbyte* end = b + steps * StepBytes; b < end; a += aStride, b += StepBytes)
        {
            Vector256<sbyte> low = Vector256.Load(b), high = Vector256.Load(b + 32);
            Vector256<byte> x = Vector256.Create(a[0]).AsByte();
            l0 = TDot.Add(l0, x, low);
            h0 = TDot.Add(h0, x, high);
            x = Vector256.Create(a[1]).AsByte();
            l1 = TDot.Add(l1, x, low);
            h1 = TDot.Add(h1, x, high);
        }

        l0.Store(c);
        h0.Store(c + 8);
        l1.Store(c + cStride);
        h1.Store(c + cStride + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows1(int* a, nint aStride, sbyte* b, nint steps, int* c, nint cStride)
    {
        Vector256<int> l0 = default, h0 = default;
        for (sbyte* end = b + steps * StepBytes; b < end; a += aStride, b += StepBytes)
        {
            Vector256<sbyte> low = Vector256.Load(b), high = Vector256.Load(b + 32);
            Vector256<byte> x = Vector256.Create(a[0]).AsByte();
            l0 = TDot.Add(l0, x, low);
            h0 = TDot.Add(h0, x, high);
        }

        l0.Store(c);
        h0.Store(c + 8);
    }
}
