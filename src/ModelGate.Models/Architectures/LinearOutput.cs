using System.Numerics;
using System.Runtime.InteropServices;
using ModelGate.Numerics;

namespace ModelGate.Models.Architectures;

/// <summary>What follows a matrix product: y + bias, then rounding to bfloat16 where the model stores that type.</summary>
internal static class LinearOutput
{
    /// <param name="bias">As wide as <paramref name="y"/>; empty for none.</param>
    public static void Finish(Span<float> y, ReadOnlySpan<float> bias, Rounding rounding)
    {
        if (!bias.IsEmpty) Add(y, bias);
        if (rounding == Rounding.BFloat16) BFloat16.Round(y);
    }

    private static void Add(Span<float> y, ReadOnlySpan<float> bias)
    {
        Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(y);
        ReadOnlySpan<Vector<float>> addends = MemoryMarshal.Cast<float, Vector<float>>(bias);
        for (int i = 0; i < sums.Length; i++) sums[i] += addends[i];
        for (int i = sums.Length * Vector<float>.Count; i < y.Length; i++) y[i] += bias[i];
    }
}
