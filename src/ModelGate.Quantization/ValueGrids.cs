using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ModelGate.Numerics;

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
    private const float SmallestNormal = 1f / 64;
    private const float SubnormalStepsPerUnit = 512f;
    private const int DroppedFractionBits = 20;
    private const int HalfBelow = (1 << (DroppedFractionBits - 1)) - 1;
    private const int KeptMask = ~((1 << DroppedFractionBits) - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Nearest(float quotient) => E4M3.Round(quotient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Nearest(Vector512<float> quotient)
    {
        Vector512<float> largest = Vector512.Create(E4M3.Maximum);
        Vector512<float> x = Vector512.MinNative(Vector512.MaxNative(quotient, -largest), largest);
        Vector512<float> steps = Vector512.Create(SubnormalStepsPerUnit);
        Vector512<float> subnormal = Vector512.Round(x * steps) / steps;
        Vector512<int> bits = x.AsInt32();
        Vector512<int> odd = (bits >> DroppedFractionBits) & Vector512<int>.One;
        Vector512<float> normal = ((bits + Vector512.Create(HalfBelow) + odd) & Vector512.Create(KeptMask)).AsSingle();
        return Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(x), Vector512.Create(SmallestNormal)), subnormal, normal);
    }
}
