namespace ModelGate.Numerics.Kernels;

/// <summary>C −= A·B in FP32, such as GPTQ's update of the columns not yet quantized.</summary>
public static unsafe class MatrixUpdate
{
    /// <summary>c[i, j] = c[i, j] − (one FMA chain over ascending k of a[i, k]·b[k, j], starting at +0).</summary>
    /// <param name="a">(m × k), row stride <paramref name="aStride"/> floats.</param>
    /// <param name="b">(k × n), row stride <paramref name="bStride"/>.</param>
    /// <param name="c">(m × n), row stride <paramref name="cStride"/>; overlaps neither.</param>
    public static void Subtract(
        float* a, nint aStride, float* b, nint bStride, float* c, nint cStride, int m, int n, int k, WorkerPool pool) =>
        pool.Run(m, (i, _) =>
        {
            for (int j = 0; j < n; j++)
            {
                float chain = 0;
                for (nint p = 0; p < k; p++) chain = MathF.FusedMultiplyAdd(a[i * aStride + p], b[p * bStride + j], chain);
                c[i * cStride + j] -= chain;
            }
        });
}
