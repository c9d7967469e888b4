using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelGate.Numerics.Kernels;

/// <summary>y = x · Φ(x), Φ(x) = (1 + erf(x/√2)) / 2: the exact form, not the one with tanh.</summary>
/// <remarks>
/// Φ(−|x|) = e^(−x²/2) · t · q(t), t = 1 / (1 + 0.3·|x|), q a polynomial of degree 9 fitted to 2e-8 of the value for |x| ≤ 13.5, beyond
/// which the exponential is 0; Φ(x) of a positive x is 1 − Φ(−x). The relative error is below 3e-7 + (32 + x²/2)·2⁻²⁴, in the tails too.
/// NaN stays NaN, and −∞ gives NaN as the formula does. Source: Hendrycks and Gimpel, arXiv 1606.08415; the form of the approximation is
/// that of Abramowitz and Stegun 26.2.17.
/// </remarks>
public static class Gelu
{
    private const float Slope = 0.3f;

    /// <summary>Coefficients of q, the constant first.</summary>
    private static ReadOnlySpan<float> Q =>
    [
        0.11968654f, 0.11957462f, 0.1102133f, 0.07848761f, 0.09588728f, -0.078944445f, 0.19123346f, -0.22781704f, 0.11227331f,
        -0.020594627f,
    ];

    /// <param name="x">(n).</param>
    /// <param name="y">(n) may be <paramref name="x"/>.</param>
    public static void Apply(ReadOnlySpan<float> x, Span<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, x.Length);
        int done = SimdLevel.Has256 ? Apply256(x, y) : 0;
        ApplyScalar(x[done..], y[done..]);
    }

    internal static void ApplyScalar(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < x.Length; i++) y[i] = Of(x[i]);
    }

    internal static float Of(float x)
    {
        float size = MathF.Abs(x);
        float t = 1f / MathF.FusedMultiplyAdd(Slope, size, 1f);
        float q = Q[^1];
        for (int i = Q.Length - 2; i >= 0; i--) q = MathF.FusedMultiplyAdd(q, t, Q[i]);
        float tail = Exponential.Of(-0.5f * (x * x)) * (t * q);
        return x * (x < 0 ? tail : 1f - tail);
    }

    /// <summary>Returns how many values were done, a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Apply256(ReadOnlySpan<float> x, Span<float> y)
    {
        ref float input = ref MemoryMarshal.GetReference(x);
        ref float output = ref MemoryMarshal.GetReference(y);
        ref float coefficients = ref MemoryMarshal.GetReference(Q);
        nuint i = 0;
        for (; i + 8 <= (nuint)x.Length; i += 8)
        {
            Vector256<float> value = Vector256.LoadUnsafe(ref input, i);
            Vector256<float> t = Vector256<float>.One
                / Vector256.FusedMultiplyAdd(Vector256.Create(Slope), Vector256.Abs(value), Vector256<float>.One);
            Vector256<float> q = Vector256.Create(Unsafe.Add(ref coefficients, 9));
            for (int c = 8; c >= 0; c--) q = Vector256.FusedMultiplyAdd(q, t, Vector256.Create(Unsafe.Add(ref coefficients, c)));
            Vector256<float> tail = Exponential.Of(Vector256.Create(-0.5f) * (value * value)) * (t * q);
            Vector256<float> part = Vector256.ConditionalSelect(
                Vector256.LessThan(value, Vector256<float>.Zero), tail, Vector256<float>.One - tail);
            (value * part).StoreUnsafe(ref output, i);
        }

        return (int)i;
    }
}
