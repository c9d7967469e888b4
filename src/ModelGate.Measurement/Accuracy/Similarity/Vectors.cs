using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelGate.Measurement.Accuracy.Similarity;

/// <summary>Sums over vectors in double, in one order on every machine.</summary>
internal static class Vectors
{
    private const int Lanes = 4;

    /// <summary>
    /// Σ a[i]·b[i]: the products are exact in double; four sums, sum l over i = l, l + 4 …, added at the end from first to last.
    /// </summary>
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, a.Length);
        ref float left = ref MemoryMarshal.GetReference(a);
        ref float right = ref MemoryMarshal.GetReference(b);
        Vector256<double> sums = Vector256<double>.Zero;
        int whole = a.Length / Lanes * Lanes;
        for (nuint i = 0; i < (nuint)whole; i += Lanes)
        {
            sums += Widen(ref left, i) * Widen(ref right, i);
        }

        double sum = sums[0] + sums[1] + sums[2] + sums[3];
        for (int i = whole; i < a.Length; i++) sum += (double)a[i] * b[i];
        return sum;
    }

    public static double Norm(ReadOnlySpan<float> a) => Math.Sqrt(Dot(a, a));

    private static Vector256<double> Widen(ref float source, nuint at)
    {
        (Vector128<double> low, Vector128<double> high) = Vector128.Widen(Vector128.LoadUnsafe(ref source, at));
        return Vector256.Create(low, high);
    }
}
