using ModelGate.Numerics;

namespace ModelGate.Quantization.Hessians;

/// <summary>U, upper triangular with H⁻¹ = Uᵀ·U, of a damped and permuted Hessian: what GPTQ spreads rounding errors with.</summary>
/// <remarks>
/// With J the reversal of order and J·H·J = L·Lᵀ, U = J·L⁻¹·J: one factorization and one triangular inverse, instead of the factor,
/// inverse, factor of the original program, and the same U because it is unique.
/// </remarks>
internal sealed unsafe class DampedInverse : IDisposable
{
    private const double DampingStep = 0.01;
    private const double FirstFloor = 1e-6;
    private const int FloorRounds = 6;

    private readonly NativeBuffer buffer;

    private DampedInverse(NativeBuffer buffer, string? note)
    {
        this.buffer = buffer;
        Note = note;
    }

    /// <summary>(K × K) FP32, zero below the diagonal.</summary>
    public float* Upper => buffer.Floats;

    /// <summary>What was needed beyond the recipe's damping; null if nothing.</summary>
    public string? Note { get; }

    /// <summary>
    /// Factors with the recipe's damping; on failure with 0.01 more again and again below 1; then with a floor under the diagonal from 1e-6
    /// of its largest value, ten times more in each of six rounds (the schedule of ModelCloud/GPTQModel).
    /// </summary>
    /// <param name="hessian">(K × K), symmetric.</param>
    /// <param name="diagonal">(K) its diagonal with dead columns already replaced.</param>
    /// <param name="order">Column of <paramref name="hessian"/> at each place of U.</param>
    /// <returns>Null where nothing helped.</returns>
    public static DampedInverse? Find(
        float* hessian, ReadOnlySpan<float> diagonal, ReadOnlySpan<int> order, double damping, WorkerPool pool)
    {
        int n = diagonal.Length;
        double mean = 0, largest = 0;
        foreach (float value in diagonal)
        {
            mean += value / (double)n;
            largest = Math.Max(largest, value);
        }

        if (!double.IsFinite(mean)) return null;
        using var factor = new NativeBuffer((long)n * n * sizeof(double));
        float[] damped = diagonal.ToArray();
        int[] columns = order.ToArray();
        for (int step = 0; step == 0 || damping + (step * DampingStep) < 1; step++)
        {
            double share = damping + (step * DampingStep);
            for (int i = 0; i < n; i++) damped[i] = (float)(diagonal[i] + (share * mean));
            if (TryFactor(hessian, damped, columns, (double*)factor.Data, pool))
            {
                string? note = step == 0 ? null : $"damping raised from {damping:0.###} to {share:0.###}";
                return new DampedInverse(Invert((double*)factor.Data, n, pool), note);
            }
        }

        for (int round = 0; round < FloorRounds; round++)
        {
            double floor = FirstFloor * Math.Pow(10, round) * largest;
            for (int i = 0; i < n; i++) damped[i] = (float)Math.Max(diagonal[i] + mean, floor);
            if (TryFactor(hessian, damped, columns, (double*)factor.Data, pool))
                return new DampedInverse(
                    Invert((double*)factor.Data, n, pool), $"damping raised to 1 with a diagonal of at least {floor:0.##e+0}");
        }

        return null;
    }

    public void Dispose() => buffer.Dispose();

    private static bool TryFactor(float* hessian, float[] diagonal, int[] order, double* factor, WorkerPool pool)
    {
        int n = diagonal.Length;
        for (int i = 0; i < n; i++)
        {
            int row = order[n - 1 - i];
            for (int j = 0; j < i; j++) factor[((nint)i * n) + j] = hessian[((nint)row * n) + order[n - 1 - j]];
            factor[((nint)i * n) + i] = diagonal[row];
        }

        return Cholesky.Factor(factor, n, pool);
    }

    private static NativeBuffer Invert(double* factor, int n, WorkerPool pool)
    {
        using var inverse = new NativeBuffer((long)n * n * sizeof(double));
        Cholesky.InvertLower(factor, (double*)inverse.Data, n, pool);
        var upper = NativeBuffer.OfFloats((long)n * n);
        for (int i = 0; i < n; i++)
        {
            double* source = (double*)inverse.Data + ((nint)(n - 1 - i) * n);
            float* row = upper.Floats + ((nint)i * n);
            for (int j = 0; j < n; j++) row[j] = j < i ? 0 : (float)source[n - 1 - j];
        }

        return upper;
    }
}
