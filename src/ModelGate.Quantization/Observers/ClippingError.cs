using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelGate.Quantization.Observers;

/// <summary>
/// Σ e^2.4 over a group, e the rounding error of a weight in units of the group's full scale. The power is e²·(e²)^(1/5), the fifth root
/// by a guess from the exponent bits and three Newton steps without division, so that vector and scalar give the same bits.
/// </summary>
/// <remarks>
/// Sixteen partial sums, weight i in sum i mod 16, are added in order at the end. The power is within 1e-6 of the exact one.
/// </remarks>
internal static class ClippingError
{
    private const int Lanes = 16;

    // Bits of x^(-1/5) ≈ (6/5)·bits(1) − bits(x)/5, minus the usual correction that centres the error of the linear guess.
    private const int RootGuess = (int)(1.2 * 0x3F80_0000) - 0x6_0000;

    public static float Sum<TGrid>(TGrid grid, ReadOnlySpan<float> weights, float scale, float unit)
        where TGrid : struct, IValueGrid =>
        Vector512.IsHardwareAccelerated ? SumVector(grid, weights, scale, unit) : SumScalar(grid, weights, scale, unit);

    internal static float SumScalar<TGrid>(TGrid grid, ReadOnlySpan<float> weights, float scale, float unit)
        where TGrid : struct, IValueGrid
    {
        Span<float> sums = stackalloc float[Lanes];
        sums.Clear();
        for (int i = 0; i < weights.Length; i++)
        {
            float error = ((grid.Nearest(weights[i] / scale) * scale) - weights[i]) * unit;
            sums[i % Lanes] += Power(error * error);
        }

        return Total(sums);
    }

    internal static float SumVector<TGrid>(TGrid grid, ReadOnlySpan<float> weights, float scale, float unit)
        where TGrid : struct, IValueGrid
    {
        ReadOnlySpan<Vector512<float>> vectors = MemoryMarshal.Cast<float, Vector512<float>>(weights);
        Vector512<float> sum = Vector512<float>.Zero;
        Vector512<float> s = Vector512.Create(scale);
        Vector512<float> u = Vector512.Create(unit);
        foreach (Vector512<float> w in vectors)
        {
            Vector512<float> error = ((grid.Nearest(w / s) * s) - w) * u;
            sum += Power(error * error);
        }

        Span<float> sums = stackalloc float[Lanes];
        sum.CopyTo(sums);
        ReadOnlySpan<float> rest = weights[(vectors.Length * Lanes)..];
        for (int i = 0; i < rest.Length; i++)
        {
            float error = ((grid.Nearest(rest[i] / scale) * scale) - rest[i]) * unit;
            sums[i] += Power(error * error);
        }

        return Total(sums);
    }

    /// <summary>x^1.2, the 2.4th power of an error whose square is <paramref name="x"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Power(float x)
    {
        float root = BitConverter.Int32BitsToSingle(RootGuess - (int)(BitConverter.SingleToInt32Bits(x) * 0.2f));
        float fifth = x * 0.2f;
        root = Newton(root, fifth);
        root = Newton(root, fifth);
        root = Newton(root, fifth);
        float square = root * root;
        return x * (x * (square * square));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Power(Vector512<float> x)
    {
        Vector512<int> share = Vector512.ConvertToInt32Native(Vector512.ConvertToSingle(x.AsInt32()) * Vector512.Create(0.2f));
        Vector512<float> root = (Vector512.Create(RootGuess) - share).AsSingle();
        Vector512<float> fifth = x * Vector512.Create(0.2f);
        root = Newton(root, fifth);
        root = Newton(root, fifth);
        root = Newton(root, fifth);
        Vector512<float> square = root * root;
        return x * (x * (square * square));
    }

    /// <summary>r ← r·(1.2 − (x/5)·r⁵), which converges to x^(−1/5).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Newton(float root, float fifth)
    {
        float square = root * root;
        return root * (1.2f - (fifth * (square * square) * root));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Newton(Vector512<float> root, Vector512<float> fifth)
    {
        Vector512<float> square = root * root;
        return root * (Vector512.Create(1.2f) - (fifth * (square * square) * root));
    }

    private static float Total(ReadOnlySpan<float> sums)
    {
        float total = 0;
        foreach (float sum in sums) total += sum;
        return total;
    }
}
