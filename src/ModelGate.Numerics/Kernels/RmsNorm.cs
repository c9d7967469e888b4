namespace ModelGate.Numerics.Kernels;

/// <summary>y = x / √(mean(x²) + ε) · w, one row at a time.</summary>
public static class RmsNorm
{
    /// <param name="x">(width) one token, or one head for query/key norms.</param>
    /// <param name="weight">(width).</param>
    /// <param name="y">(width) may be <paramref name="x"/>.</param>
    /// <param name="rounding">With BFloat16 the normalised value is rounded before it meets the weight, and the product again, as Llama
    /// implementations do in that type.</param>
    public static void Apply(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, float epsilon, Span<float> y, Rounding rounding = Rounding.None)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weight.Length, x.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, x.Length);
        ApplyScalar(x, weight, epsilon, y, rounding);
    }

    internal static void ApplyScalar(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, float epsilon, Span<float> y, Rounding rounding)
    {
        float inverse = 1f / MathF.Sqrt(SumOfSquaresScalar(x) / x.Length + epsilon);
        for (int i = 0; i < x.Length; i++)
        {
            float normalised = x[i] * inverse;
            y[i] = rounding == Rounding.BFloat16 ? BFloat16.Round(BFloat16.Round(normalised) * weight[i]) : normalised * weight[i];
        }
    }

    /// <summary>Sixteen FMA chains, chain l over the indices l, l + 16, l + 32 …; then <see cref="LaneSum"/>.</summary>
    internal static float SumOfSquaresScalar(ReadOnlySpan<float> x)
    {
        Span<float> lanes = stackalloc float[LaneSum.Lanes];
        lanes.Clear();
        for (int i = 0; i < x.Length; i++) lanes[i % LaneSum.Lanes] = MathF.FusedMultiplyAdd(x[i], x[i], lanes[i % LaneSum.Lanes]);
        return LaneSum.Of(lanes);
    }
}
