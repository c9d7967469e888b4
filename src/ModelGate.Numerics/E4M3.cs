using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelGate.Numerics;

/// <summary>
/// The 8-bit float E4M3 ("fn" variant: no infinities, NaN is 0x7F and 0xFF): sign, 4 exponent bits with bias 7, 3 fraction bits.
/// Largest value 448, smallest normal 2⁻⁶, subnormal step 2⁻⁹.
/// </summary>
/// <remarks>Micikevicius et al., "FP8 Formats for Deep Learning", arXiv 2209.05433.</remarks>
public static class E4M3
{
    public const float Maximum = 448f;

    /// <summary>The positive NaN pattern; the negative one is 0xFF.</summary>
    public const byte NaN = 0x7F;

    private const float SmallestNormal = 1f / 64;
    private const float SubnormalStep = 1f / 512;

    /// <summary>The value of a pattern, exact.</summary>
    public static float ToSingle(byte bits)
    {
        uint magnitude = bits & 0x7Fu;
        if (magnitude == NaN) return float.NaN;
        float value = magnitude < 8
            ? magnitude * SubnormalStep
            : BitConverter.UInt32BitsToSingle((magnitude << 20) + (120u << 23));
        return (bits & 0x80) != 0 ? -value : value;
    }

    /// <summary>Clamps to ±448, then rounds to nearest, ties to even. Every NaN becomes 0x7F; the sign of zero is kept.</summary>
    public static byte FromSingle(float value)
    {
        if (float.IsNaN(value)) return NaN;
        uint bits = BitConverter.SingleToUInt32Bits(Round(value));
        uint sign = (bits >> 24) & 0x80;
        float magnitude = BitConverter.UInt32BitsToSingle(bits & 0x7FFF_FFFF);
        uint code = magnitude < SmallestNormal
            ? (uint)(magnitude / SubnormalStep)
            : ((bits & 0x7FFF_FFFF) - (120u << 23)) >> 20;
        return (byte)(sign | code);
    }

    /// <summary>The nearest E4M3 value, as FP32: the rounding of <see cref="FromSingle"/> without the encoding; NaN stays NaN.</summary>
    /// <remarks>Adding and subtracting 2²³ · step rounds to a multiple of the step in the FP32 adder, ties to even.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Round(float value)
    {
        if (float.IsNaN(value)) return value;
        uint bits = BitConverter.SingleToUInt32Bits(value);
        float magnitude = Math.Min(BitConverter.UInt32BitsToSingle(bits & 0x7FFF_FFFF), Maximum);
        uint exponent = Math.Max(BitConverter.SingleToUInt32Bits(magnitude) & 0x7F80_0000, 121u << 23);
        float magic = BitConverter.UInt32BitsToSingle(exponent + (20u << 23));
        float rounded = magnitude + magic - magic;
        return BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(rounded) | (bits & 0x8000_0000));
    }

    /// <summary><see cref="Round(float)"/> of eight values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Round(Vector256<float> value)
    {
        Vector256<float> magnitude = Vector256.Abs(value);
        Vector256<float> clamped = Vector256.ConditionalSelect(
            Vector256.GreaterThan(magnitude, Vector256.Create(Maximum)), Vector256.Create(Maximum), magnitude);
        Vector256<uint> exponent = Vector256.Max(clamped.AsUInt32() & Vector256.Create(0x7F80_0000u), Vector256.Create(121u << 23));
        Vector256<float> magic = (exponent + Vector256.Create(20u << 23)).AsSingle();
        Vector256<float> rounded = clamped + magic - magic;
        Vector256<float> signed = (rounded.AsUInt32() | (value.AsUInt32() & Vector256.Create(0x8000_0000u))).AsSingle();
        return Vector256.ConditionalSelect(Vector256.Equals(value, value), signed, value);
    }

    /// <summary>The values of eight patterns, zero-extended to 32 bits each.</summary>
    /// <remarks>Subnormals are 2·(bits as if normal) − 2⁻⁶, so that no FP32 denormal reaches a multiplier.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> ToSingle(Vector256<uint> bits)
    {
        Vector256<uint> magnitude = bits & Vector256.Create(0x7Fu);
        Vector256<float> normal = ((magnitude << 20) + Vector256.Create(120u << 23)).AsSingle();
        Vector256<float> subnormal = normal + normal - Vector256.Create(SmallestNormal);
        Vector256<float> value = Vector256.ConditionalSelect(
            Vector256.LessThan(magnitude.AsInt32(), Vector256.Create(8)).AsSingle(), subnormal, normal);
        value = Vector256.ConditionalSelect(
            Vector256.Equals(magnitude, Vector256.Create((uint)NaN)).AsSingle(), Vector256.Create(float.NaN), value);
        return (value.AsUInt32() | ((bits & Vector256.Create(0x80u)) << 24)).AsSingle();
    }
}
