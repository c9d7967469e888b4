using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelGate.Numerics.Kernels;

/// <summary>y = (x − mean) / √(mean((x − mean)²) + ε) · w + b, one row at a time.</summary>
/// <remarks>
/// Both sums run in sixteen chains, chain l over the indices l, l + 16, l + 32 …; then <see cref="LaneSum"/>. The mean is taken off before
/// squares are summed, so that a large common offset costs no digits. Source: Ba et al., arXiv 1607.06450.
/// </remarks>
public static class LayerNorm
{
    /// <param name="x">(width) one token.</param>
    /// <param name="weight">(width).</param>
    /// <param name="bias">(width).</param>
    /// <param name="y">(width) may be <paramref name="x"/>.</param>
    public static void Apply(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weight.Length, x.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(bias.Length, x.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, x.Length);
        if (SimdLevel.Has256) Apply256(x, weight, bias, epsilon, y);
        else ApplyScalar(x, weight, bias, epsilon, y);
    }

    internal static void ApplyScalar(
        ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> y)
    {
        Span<float> lanes = stackalloc float[LaneSum.Lanes];
        lanes.Clear();
        AddTail(x, 0, lanes);
        float mean = LaneSum.Of(lanes) / x.Length;
        lanes.Clear();
        SquareTail(x, 0, mean, lanes);
        Normalise(x, 0, mean, InverseRoot(lanes, x.Length, epsilon), weight, bias, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply256(
        ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> y)
    {
        ref float input = ref MemoryMarshal.GetReference(x);
        nuint whole = (nuint)x.Length / 16 * 16;
        Span<float> lanes = stackalloc float[LaneSum.Lanes];
        Vector256<float> low = default, high = default;
        for (nuint i = 0; i < whole; i += 16)
        {
            low += Vector256.LoadUnsafe(ref input, i);
            high += Vector256.LoadUnsafe(ref input, i + 8);
        }

        low.CopyTo(lanes);
        high.CopyTo(lanes[8..]);
        AddTail(x, (int)whole, lanes);
        float mean = LaneSum.Of(lanes) / x.Length;

        Vector256<float> offset = Vector256.Create(mean);
        (low, high) = (default, default);
        for (nuint i = 0; i < whole; i += 16)
        {
            Vector256<float> a = Vector256.LoadUnsafe(ref input, i) - offset, b = Vector256.LoadUnsafe(ref input, i + 8) - offset;
            low = Vector256.FusedMultiplyAdd(a, a, low);
            high = Vector256.FusedMultiplyAdd(b, b, high);
        }

        low.CopyTo(lanes);
        high.CopyTo(lanes[8..]);
        SquareTail(x, (int)whole, mean, lanes);
        float scalar = InverseRoot(lanes, x.Length, epsilon);

        Vector256<float> inverse = Vector256.Create(scalar);
        ref float factor = ref MemoryMarshal.GetReference(weight);
        ref float addend = ref MemoryMarshal.GetReference(bias);
        ref float output = ref MemoryMarshal.GetReference(y);
        nuint done = 0;
        for (; done + 8 <= (nuint)x.Length; done += 8)
        {
            Vector256<float> normalised = (Vector256.LoadUnsafe(ref input, done) - offset) * inverse;
            Vector256.FusedMultiplyAdd(normalised, Vector256.LoadUnsafe(ref factor, done), Vector256.LoadUnsafe(ref addend, done))
                .StoreUnsafe(ref output, done);
        }

        Normalise(x, (int)done, mean, scalar, weight, bias, y);
    }

    private static void AddTail(ReadOnlySpan<float> x, int start, Span<float> lanes)
    {
        for (int i = start; i < x.Length; i++) lanes[i % LaneSum.Lanes] += x[i];
    }

    private static void SquareTail(ReadOnlySpan<float> x, int start, float mean, Span<float> lanes)
    {
        for (int i = start; i < x.Length; i++)
        {
            float centred = x[i] - mean;
            lanes[i % LaneSum.Lanes] = MathF.FusedMultiplyAdd(centred, centred, lanes[i % LaneSum.Lanes]);
        }
    }

    private static float InverseRoot(Span<float> lanes, int width, float epsilon) => 1f / MathF.Sqrt(LaneSum.Of(lanes) / width + epsilon);

    private static void Normalise(
        ReadOnlySpan<float> x, int start, float mean, float inverse, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> y)
    {
        for (int i = start; i < x.Length; i++) y[i] = MathF.FusedMultiplyAdd((x[i] - mean) * inverse, weight[i], bias[i]);
    }
}
