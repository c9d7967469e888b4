namespace ModelGate.Numerics.Kernels;

/// <summary>y = silu(gate) · up, silu(g) = g / (1 + e⁻ᵍ).</summary>
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
        ApplyScalar(gate, up, y, rounding);
    }

    internal static void ApplyScalar(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> y, Rounding rounding)
    {
        for (int i = 0; i < gate.Length; i++)
        {
            float silu = gate[i] / (1f + Exponential.Of(-gate[i]));
            y[i] = rounding == Rounding.BFloat16 ? BFloat16.Round(BFloat16.Round(silu) * up[i]) : silu * up[i];
        }
    }
}
