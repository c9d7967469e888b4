using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelGate.Numerics.Kernels;

/// <summary>eˣ in FP32, relative error below 3e-7, the same bits in every form.</summary>
/// <remarks>
/// x = n·ln 2 + r, |r| ≤ ln 2 / 2; a polynomial of degree 7 in r; times 2ⁿ in two factors. Results below the smallest normal number are 0,
/// results above the largest are infinite, NaN stays NaN.
/// </remarks>
internal static class Exponential
{
    /// <summary>ln of the smallest normal FP32 number, rounded up.</summary>
    public const float Lowest = -87.33654f;

    /// <summary>ln of the largest FP32 number, rounded down.</summary>
    public const float Highest = 88.72283f;

    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float C7 = 1f / 5040;
    private const float C6 = 1f / 720;
    private const float C5 = 1f / 120;
    private const float C4 = 1f / 24;
    private const float C3 = 1f / 6;

    public static float Of(float x)
    {
        if (float.IsNaN(x)) return x;
        if (x < Lowest) return 0;
        if (x > Highest) return float.PositiveInfinity;
        float n = MathF.Round(x * Log2E);
        float r = MathF.FusedMultiplyAdd(-n, Ln2Low, MathF.FusedMultiplyAdd(-n, Ln2High, x));
        float p = MathF.FusedMultiplyAdd(C7, r, C6);
        p = MathF.FusedMultiplyAdd(p, r, C5);
        p = MathF.FusedMultiplyAdd(p, r, C4);
        p = MathF.FusedMultiplyAdd(p, r, C3);
        p = MathF.FusedMultiplyAdd(p, r, 0.5f);
        p = MathF.FusedMultiplyAdd(p, r, 1f);
        p = MathF.FusedMultiplyAdd(p, r, 1f);
        int exponent = (int)n;
        int first = exponent >> 1;
        return p * PowerOfTwo(first) * PowerOfTwo(exponent - first);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of(Vector256<float> x)
    {
        Vector256<float> n = Vector256.Round(x * Vector256.Create(Log2E));
        Vector256<float> r = Vector256.FusedMultiplyAdd(-n, Vector256.Create(Ln2High), x);
        r = Vector256.FusedMultiplyAdd(-n, Vector256.Create(Ln2Low), r);
        Vector256<float> p = Vector256.FusedMultiplyAdd(Vector256.Create(C7), r, Vector256.Create(C6));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(C5));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(C4));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(C3));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.5f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256<float>.One);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256<float>.One);
        Vector256<int> exponent = Vector256.ConvertToInt32(n);
        Vector256<int> first = exponent >> 1;
        Vector256<float> value = p * PowerOfTwo(first) * PowerOfTwo(exponent - first);
        value = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(Lowest)), Vector256<float>.Zero, value);
        value = Vector256.ConditionalSelect(
            Vector256.GreaterThan(x, Vector256.Create(Highest)), Vector256.Create(float.PositiveInfinity), value);
        return Vector256.ConditionalSelect(Vector256.Equals(x, x), value, x);
    }

    private static float PowerOfTwo(int exponent) => BitConverter.Int32BitsToSingle((exponent + 127) << 23);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<int> exponent) => ((exponent + Vector256.Create(127)) << 23).AsSingle();
}
