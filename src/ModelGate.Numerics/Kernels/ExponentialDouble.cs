using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelGate.Numerics.Kernels;

/// <summary>eˣ in double for x ≤ 1, relative error below 1e-15, the same bits in both forms.</summary>
/// <remarks>As <see cref="Exponential"/>, with a polynomial of degree 13. Results below e⁻⁷⁰⁸ are 0; NaN stays NaN.</remarks>
internal static class ExponentialDouble
{
    private const double Lowest = -708;
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>Adding it rounds to an integer, which then stands in the low bits.</summary>
    private const double Integer = 6755399441055744;

    public static double Of(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x < Lowest) return 0;
        double shifted = Math.FusedMultiplyAdd(x, Log2E, Integer);
        double n = shifted - Integer;
        double r = Math.FusedMultiplyAdd(-n, Ln2Low, Math.FusedMultiplyAdd(-n, Ln2High, x));
        double p = 1 / 6227020800.0;
        p = Math.FusedMultiplyAdd(p, r, 1 / 479001600.0);
        p = Math.FusedMultiplyAdd(p, r, 1 / 39916800.0);
        p = Math.FusedMultiplyAdd(p, r, 1 / 3628800.0);
        p = Math.FusedMultiplyAdd(p, r, 1 / 362880.0);
        p = Math.FusedMultiplyAdd(p, r, 1 / 40320.0);
        p = Math.FusedMultiplyAdd(p, r, 1 / 5040.0);
        p = Math.FusedMultiplyAdd(p, r, 1 / 720.0);
        p = Math.FusedMultiplyAdd(p, r, 1 / 120.0);
        p = Math.FusedMultiplyAdd(p, r, 1 / 24.0);
        p = Math.FusedMultiplyAdd(p, r, 1 / 6.0);
        p = Math.FusedMultiplyAdd(p, r, 0.5);
        p = Math.FusedMultiplyAdd(p, r, 1);
        p = Math.FusedMultiplyAdd(p, r, 1);
        return BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(p) + (BitConverter.DoubleToInt64Bits(shifted) << 52));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Of(Vector256<double> x)
    {
        Vector256<double> shifted = Vector256.FusedMultiplyAdd(x, Vector256.Create(Log2E), Vector256.Create(Integer));
        Vector256<double> n = shifted - Vector256.Create(Integer);
        Vector256<double> r = Vector256.FusedMultiplyAdd(-n, Vector256.Create(Ln2High), x);
        r = Vector256.FusedMultiplyAdd(-n, Vector256.Create(Ln2Low), r);
        Vector256<double> p = Vector256.Create(1 / 6227020800.0);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1 / 479001600.0));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1 / 39916800.0));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1 / 3628800.0));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1 / 362880.0));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1 / 40320.0));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1 / 5040.0));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1 / 720.0));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1 / 120.0));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1 / 24.0));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1 / 6.0));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.5));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256<double>.One);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256<double>.One);
        Vector256<double> value = (p.AsInt64() + (shifted.AsInt64() << 52)).AsDouble();
        value = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(Lowest)), Vector256<double>.Zero, value);
        return Vector256.ConditionalSelect(Vector256.Equals(x, x), value, x);
    }
}
