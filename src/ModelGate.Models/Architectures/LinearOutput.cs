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
        if (rounding == Rounding.BFloat16) Round(y);
    }

    /// <summary>Each element to the nearest bfloat16, ties to even; the same bits as <see cref="BFloat16.Round"/>.</summary>
    public static void Round(Span<float> values)
    {
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref Vector<float> vector in vectors) vector = Round(vector);
        foreach (ref float value in values[(vectors.Length * Vector<float>.Count)..]) value = BFloat16.Round(value);
    }

    private static Vector<float> Round(Vector<float> value)
    {
        Vector<uint> bits = Vector.AsVectorUInt32(value);
        Vector<uint> even = (bits >>> 16) & Vector<uint>.One;
        Vector<uint> rounded = (bits + new Vector<uint>(0x7FFF) + even) & new Vector<uint>(0xFFFF_0000);
        Vector<uint> quiet = (bits | new Vector<uint>(0x0040_0000)) & new Vector<uint>(0xFFFF_0000);
        Vector<uint> isNumber = Vector.AsVectorUInt32(Vector.Equals(value, value));
        return Vector.AsVectorSingle(Vector.ConditionalSelect(isNumber, rounded, quiet));
    }

    private static void Add(Span<float> y, ReadOnlySpan<float> bias)
    {
        Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(y);
        ReadOnlySpan<Vector<float>> addends = MemoryMarshal.Cast<float, Vector<float>>(bias);
        for (int i = 0; i < sums.Length; i++) sums[i] += addends[i];
        for (int i = sums.Length * Vector<float>.Count; i < y.Length; i++) y[i] += bias[i];
    }
}
