using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelGate.Numerics.Kernels;

/// <summary>x += y.</summary>
public static class ResidualAdd
{
    /// <param name="x">(width), changed in place.</param>
    /// <param name="y">(width).</param>
    /// <param name="rounding">With BFloat16 the sum is rounded.</param>
    public static void Apply(Span<float> x, ReadOnlySpan<float> y, Rounding rounding = Rounding.None)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        int done = SimdLevel.Has256 ? Apply256(x, y, rounding) : 0;
        ApplyScalar(x[done..], y[done..], rounding);
    }

    internal static void ApplyScalar(Span<float> x, ReadOnlySpan<float> y, Rounding rounding)
    {
        for (int i = 0; i < x.Length; i++) x[i] = rounding == Rounding.BFloat16 ? BFloat16.Round(x[i] + y[i]) : x[i] + y[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Apply256(Span<float> x, ReadOnlySpan<float> y, Rounding rounding)
    {
        ref float target = ref MemoryMarshal.GetReference(x);
        ref float added = ref MemoryMarshal.GetReference(y);
        nuint i = 0;
        for (; i + 8 <= (nuint)x.Length; i += 8)
        {
            Vector256<float> sum = Vector256.LoadUnsafe(ref target, i) + Vector256.LoadUnsafe(ref added, i);
            (rounding == Rounding.BFloat16 ? BFloat16.Round(sum) : sum).StoreUnsafe(ref target, i);
        }

        return (int)i;
    }
}
