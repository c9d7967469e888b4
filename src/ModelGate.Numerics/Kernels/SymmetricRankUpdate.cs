namespace ModelGate.Numerics.Kernels;

/// <summary>H += 2·XᵀX, the Hessian of a linear layer's squared error (Frantar et al., "GPTQ", arXiv 2210.17323).</summary>
/// <remarks>
/// Tokens in blocks of 256: one FMA chain over ascending tokens inside a block, starting at +0; then h = fma(2, chain, h).
/// </remarks>
public static unsafe class SymmetricRankUpdate
{
    /// <summary>Tokens in one chain.</summary>
    public const int TokenBlock = 256;

    /// <summary>Adds the upper triangle (j ≥ i); what the lower one holds is undefined until <see cref="Complete"/>.</summary>
    /// <param name="x">(tokens × k) row-major.</param>
    /// <param name="h">(k × k) row-major, zero before the first call.</param>
    public static void Accumulate(float* x, int tokens, int k, float* h, WorkerPool pool) =>
        pool.Run(k, (i, _) =>
        {
            for (int start = 0; start < tokens; start += TokenBlock)
            {
                int end = Math.Min(tokens, start + TokenBlock);
                for (int j = i; j < k; j++)
                {
                    float chain = 0;
                    for (nint t = start; t < end; t++) chain = MathF.FusedMultiplyAdd(x[t * k + i], x[t * k + j], chain);
                    h[(nint)i * k + j] = MathF.FusedMultiplyAdd(2f, chain, h[(nint)i * k + j]);
                }
            }
        });

    /// <summary>Mirrors the upper triangle into the lower one.</summary>
    public static void Complete(float* h, int k, WorkerPool pool) =>
        pool.Run(k, (i, _) =>
        {
            for (int j = 0; j < i; j++) h[(nint)i * k + j] = h[(nint)j * k + i];
        });
}
