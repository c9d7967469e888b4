using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelGate.Numerics.Kernels;

/// <summary>y = x / √(mean(x²) + ε) · w, one row at a time.</summary>
/// <remarks>
/// The squares are summed in sixteen FMA chains, chain l over the indices l, l + 16, l + 32 …; then <see cref="LaneSum"/>.
/// Source: Zhang and Sennrich, arXiv 1910.07467.
/// </remarks>
public static class RmsNorm
{
    /// <param name="x">(width) one token, or one head for query/key norms.</param>
    /// <param name="weight">(width).</param>
    /// <param name="y">(width) may be <paramref name="x"/>.</param>
    /// <param name="rounding">With BFloat16 the normalised value is rounded before it meets the weight, and the product again, as Llama
    /// implementations do in that type.</param>
    public static void Apply(
        ReadOnlySpan<float> x, ReadOnlySpan<float> weight, float epsilon, Span<float> y, Rounding rounding = Rounding.None)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weight.Length, x.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, x.Length);
        if (SimdLevel.Has256) Apply256(x, weight, epsilon, y, rounding);
        else ApplyScalar(x, weight, epsilon, y, rounding);
    }

    internal static void ApplyScalar(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, float epsilon, Span<float> y, Rounding rounding)
    {
        Span<float> lanes = stackalloc float[LaneSum.Lanes];
        lanes.Clear();
        for (int i = 0; i < x.Length; i++) lanes[i % LaneSum.Lanes] = MathF.FusedMultiplyAdd(x[i], x[i], lanes[i % LaneSum.Lanes]);
        Normalise(x, 0, InverseRoot(lanes, x.Length, epsilon), weight, y, rounding);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply256(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, float epsilon, Span<float> y, Rounding rounding)
    {
        ref float input = ref MemoryMarshal.GetReference(x);
        ref float factor = ref MemoryMarshal.GetReference(weight);
        ref float output = ref MemoryMarshal.GetReference(y);
        nuint length = (nuint)x.Length;
        nuint i = 0;
        Vector256<float> low = default, high = default;
        for (; i + 16 <= length; i += 16)
        {
            Vector256<float> a = Vector256.LoadUnsafe(ref input, i), b = Vector256.LoadUnsafe(ref input, i + 8);
            low = Vector256.FusedMultiplyAdd(a, a, low);
            high = Vector256.FusedMultiplyAdd(b, b, high);
        }

        Span<float> lanes = stackalloc float[LaneSum.Lanes];
        low.CopyTo(lanes);
        high.CopyTo(lanes[8..]);
        for (; i < length; i++) lanes[(int)i % LaneSum.Lanes] = MathF.FusedMultiplyAdd(x[(int)i], x[(int)i], lanes[(int)i % LaneSum.Lanes]);
        float scalar = InverseRoot(lanes, x.Length, epsilon);
        Vector256<float> inverse = Vector256.Create(scalar);
        for (i = 0; i + 8 <= length; i += 8)
        {
            Vector256<float> normalised = Vector256.LoadUnsafe(ref input, i) * inverse, w = Vector256.LoadUnsafe(ref factor, i);
            Vector256<float> product = rounding == Rounding.BFloat16 ? BFloat16.Round(BFloat16.Round(normalised) * w) : normalised * w;
            product.StoreUnsafe(ref output, i);
        }

        Normalise(x, (int)i, scalar, weight, y, rounding);
    }

    private static float InverseRoot(Span<float> lanes, int width, float epsilon) => 1f / MathF.Sqrt(LaneSum.Of(lanes) / width + epsilon);

    private static void Normalise(
        ReadOnlySpan<float> x, int start, float inverse, ReadOnlySpan<float> weight, Span<float> y, Rounding rounding)
    {
        for (int i = start; i < x.Length; i++)
        {
            float normalised = x[i] * inverse;
            y[i] = rounding == Rounding.BFloat16 ? BFloat16.Round(BFloat16.Round(normalised) * weight[i]) : normalised * weight[i];
        }
    }
}
