using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelGate.Numerics;

/// <summary>Conversions between FP32 and the 16-bit pattern of bfloat16: sign, 8 exponent bits, 7 fraction bits.</summary>
public static class BFloat16
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToSingle(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>Round to nearest, ties to even; NaN stays NaN (quiet).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort FromSingle(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value)) return (ushort)((bits >> 16) | 0x0040);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>The nearest bfloat16 value, as FP32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Round(float value) => ToSingle(FromSingle(value));

    /// <summary><see cref="Round(float)"/> of eight values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Round(Vector256<float> value)
    {
        Vector256<uint> bits = value.AsUInt32();
        Vector256<uint> even = (bits >> 16) & Vector256.Create(1u);
        Vector256<uint> rounded = bits + Vector256.Create(0x7FFFu) + even;
        Vector256<uint> kept = Vector256.ConditionalSelect(
            Vector256.Equals(value, value).AsUInt32(), rounded, bits | Vector256.Create(0x0040_0000u));
        return (kept & Vector256.Create(0xFFFF_0000u)).AsSingle();
    }

    /// <summary>Rounds every value in place.</summary>
    public static void Round(Span<float> values)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref float first = ref MemoryMarshal.GetReference(values);
            for (; i + 8 <= values.Length; i += 8)
            {
                Round(Vector256.LoadUnsafe(ref first, (nuint)i)).StoreUnsafe(ref first, (nuint)i);
            }
        }

        for (; i < values.Length; i++) values[i] = Round(values[i]);
    }

    /// <summary>Widens bfloat16 patterns, such as a row of the embedding table.</summary>
    public static void ToSingle(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, source.Length);
        for (int i = 0; i < source.Length; i++) destination[i] = ToSingle(source[i]);
    }

    public static void FromSingle(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, source.Length);
        for (int i = 0; i < source.Length; i++) destination[i] = FromSingle(source[i]);
    }
}
