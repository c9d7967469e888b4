using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelGate.Numerics.Kernels;

/// <summary>y = silu(gate) · up, silu(g) = g / (1 + e⁻ᵍ).</summary>
/// <remarks>Shazeer, "GLU Variants Improve Transformer", arXiv 2002.05202.</remarks>
public static class SwiGlu
{
    /// <param name="gate">(width).</param>
    /// <param name="up">(width).</param>
    /// <param name="y">(width) may be <paramref name="gate"/> or <paramref name="up"/>.</param>
    /// <param name="rounding">With BFloat16 silu(gate) is rounded, then the product.</param>
    public static void Apply(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> y, Rounding rounding = Rounding.None)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(up.Length, gate.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, gate.Length);
        int done = SimdLevel.Has256 ? Apply256(gate, up, y, rounding) : 0;
        ApplyScalar(gate[done..], up[done..], y[done..], rounding);
    }

    internal static void ApplyScalar(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> y, Rounding rounding)
    {
        for (int i = 0; i < gate.Length; i++)
        {
            float silu = gate[i] / (1f + Exponential.Of(-gate[i]));
            y[i] = rounding == Rounding.BFloat16 ? BFloat16.Round(BFloat16.Round(silu) * up[i]) : silu * up[i];
        }
    }

    /// <summary>Returns how many values were done, a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Apply256(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> y, Rounding rounding)
    {
        ref float gates = ref MemoryMarshal.GetReference(gate);
        ref float ups = ref MemoryMarshal.GetReference(up);
        ref float output = ref MemoryMarshal.GetReference(y);
        nuint i = 0;
        for (; i + 8 <= (nuint)gate.Length; i += 8)
        {
            Vector256<float> g = Vector256.LoadUnsafe(ref gates, i), u = Vector256.LoadUnsafe(ref ups, i);
            Vector256<float> silu = g / (Vector256<float>.One + Exponential.Of(-g));
            Vector256<float> product = rounding == Rounding.BFloat16 ? BFloat16.Round(BFloat16.Round(silu) * u) : silu * u;
            product.StoreUnsafe(ref output, i);
        }

        return (int)i;
    }
}
