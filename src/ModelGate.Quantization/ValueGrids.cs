using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelGate.Quantization;

/// <summary>The rounding step of a <see cref="NumberGrid"/> as a struct, so that loops over it compile without calls.</summary>
internal interface IValueGrid
{
    float Nearest(float quotient);

    Vector512<float> Nearest(Vector512<float> quotient);
}

/// <summary>Whole numbers from <paramref name="lowest"/> to <paramref name="highest"/>: clamp, then round half to even.</summary>
internal readonly struct IntegerGrid(float lowest, float highest) : IValueGrid
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Nearest(float quotient) => MathF.Round(Math.Min(Math.Max(quotient, lowest), highest));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Nearest(Vector512<float> quotient) =>
        Vector512.Round(Vector512.MinNative(Vector512.MaxNative(quotient, Vector512.Create(lowest)), Vector512.Create(highest)));
}

/// <summary>
/// E4M3: clamp to ±448, then round half to even; normals on the fraction bits, subnormals (below 2⁻⁶) on the grid of 2⁻⁹.
/// </summary>
internal readonly struct E4M3Grid : IValueGrid
{
    public const float Largest = 448f;
    private const float SmallestNormal = 1f / 64;
    private const float SubnormalStepsPerUnit = 512f;
    private const int DroppedFractionBits = 20;
    private const int HalfBelow = (1 << (DroppedFractionBits - 1)) - 1;
    private const int KeptMask = ~((1 << DroppedFractionBits) - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Nearest(float quotient)
    {
        float x = Math.Min(Math.Max(quotient, -Largest), Largest);
        if (MathF.Abs(x) < SmallestNormal) return MathF.Round(x * SubnormalStepsPerUnit) / SubnormalStepsPerUnit;
        int bits = BitConverter.SingleToInt32Bits(x);
        return BitConverter.Int32BitsToSingle((bits + HalfBelow + ((bits >> DroppedFractionBits) & 1)) & KeptMask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Nearest(Vector512<float> quotient)
    {
        Vector512<float> x = Vector512.MinNative(Vector512.MaxNative(quotient, Vector512.Create(-Largest)), Vector512.Create(Largest));
        Vector512<float> steps = Vector512.Create(SubnormalStepsPerUnit);
        Vector512<float> subnormal = Vector512.Round(x * steps) / steps;
        Vector512<int> bits = x.AsInt32();
        Vector512<int> odd = (bits >> DroppedFractionBits) & Vector512<int>.One;
        Vector512<float> normal = ((bits + Vector512.Create(HalfBelow) + odd) & Vector512.Create(KeptMask)).AsSingle();
        return Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(x), Vector512.Create(SmallestNormal)), subnormal, normal);
    }

    /// <summary>Byte of a value on the grid: sign, 4 exponent bits (bias 7), 3 fraction bits.</summary>
    public static byte Encode(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value);
        int sign = (bits >> 24) & 0x80;
        float magnitude = MathF.Abs(value);
        if (magnitude < SmallestNormal) return (byte)(sign | (int)(magnitude * SubnormalStepsPerUnit));
        return (byte)(sign | (((bits & 0x7FFF_FFFF) >> DroppedFractionBits) - ((127 - 7) << 3)));
    }

    /// <summary>Value of a byte; 0x7F and 0xFF are NaN.</summary>
    public static float Decode(byte code)
    {
        int magnitude = code & 0x7F;
        float value = magnitude switch
        {
            0x7F => float.NaN,
            < 8 => magnitude / SubnormalStepsPerUnit,
            _ => BitConverter.Int32BitsToSingle((magnitude << DroppedFractionBits) + ((127 - 7) << 23)),
        };
        return (code & 0x80) == 0 ? value : -value;
    }
}
