namespace ModelGate.Numerics.Kernels;

/// <summary>x += y.</summary>
public static class ResidualAdd
{
    public static void Apply(Span<float> x, ReadOnlySpan<float> y, Rounding rounding = Rounding.None)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        ApplyScalar(x, y, rounding);
    }

    internal static void ApplyScalar(Span<float> x, ReadOnlySpan<float> y, Rounding rounding)
    {
        for (int i = 0; i < x.Length; i++) x[i] = rounding == Rounding.BFloat16 ? BFloat16.Round(x[i] + y[i]) : x[i] + y[i];
    }
}
