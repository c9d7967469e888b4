namespace ModelGate.Numerics.Kernels;

/// <summary>softmax(q·kᵀ·scale)·v over a paged cache.</summary>
/// <remarks>
/// The result of a query depends only on it and on positions 0 .. p, bit for bit, whatever is computed beside it:
/// score = (one FMA chain over ascending dimension) · scale; weight = exp(score − maximum); sixteen sums of weights, sum l over positions
/// l, l + 16 … then <see cref="LaneSum"/>; output = (one FMA chain over ascending position) · (1 / sum).
/// </remarks>
public static unsafe class PagedAttention
{
    private const int TileRows = 4;
    private const int ScoreStep = 64;

    /// <summary>Floats of scratch memory that a run ending before position <paramref name="positions"/> needs.</summary>
    public static int ScratchFloats(int positions) => TileRows * ((positions + ScoreStep - 1) / ScoreStep * ScoreStep);

    /// <param name="scratch"><see cref="ScratchFloats"/>(FirstPosition + Rows) floats, one scratch per thread.</param>
    public static void Run(in AttentionRun run, float* scratch)
    {
        for (int row = 0; row < run.Rows; row++)
        {
            for (int head = 0; head < run.Heads; head++)
            {
                RunScalar(
                    run.Queries + row * run.QueryStride + (nint)head * run.HeadDim, run.Outputs + row * run.OutputStride + (nint)head * run.HeadDim,
                    run.Blocks, run.FirstPosition + row + 1, run.HeadDim, run.Scale, scratch);
            }
        }
    }

    internal static void RunScalar(float* query, float* output, float** blocks, int positions, int dim, float scale, float* weights)
    {
        float maximum = float.NegativeInfinity;
        for (int p = 0; p < positions; p++)
        {
            float* keys = blocks[p / KeyValueBlock.Positions] + p % KeyValueBlock.Positions;
            float chain = 0;
            for (int d = 0; d < dim; d++) chain = MathF.FusedMultiplyAdd(query[d], keys[d * KeyValueBlock.Positions], chain);
            weights[p] = chain * scale;
            maximum = MathF.Max(maximum, weights[p]);
        }

        Span<float> lanes = stackalloc float[LaneSum.Lanes];
        lanes.Clear();
        for (int p = 0; p < positions; p++)
        {
            weights[p] = Exponential.Of(weights[p] - maximum);
            lanes[p % LaneSum.Lanes] += weights[p];
        }

        float inverse = 1f / LaneSum.Of(lanes);
        for (int d = 0; d < dim; d++)
        {
            float chain = 0;
            for (int p = 0; p < positions; p++)
            {
                float* values = blocks[p / KeyValueBlock.Positions] + (KeyValueBlock.Positions + p % KeyValueBlock.Positions) * dim;
                chain = MathF.FusedMultiplyAdd(weights[p], values[d], chain);
            }

            output[d] = chain * inverse;
        }
    }
}
