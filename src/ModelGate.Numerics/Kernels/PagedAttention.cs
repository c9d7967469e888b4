using System.Runtime.Intrinsics;

namespace ModelGate.Numerics.Kernels;

/// <summary>softmax(q·kᵀ·scale)·v over a paged cache.</summary>
/// <remarks>
/// The result of a query depends only on it and on positions 0 .. p, bit for bit, whatever is computed beside it:
/// score = (one FMA chain over ascending dimension) · scale; weights and their sum as <see cref="AttentionSoftmax"/>;
/// output = (one FMA chain over ascending position) · (1 / sum). Four queries share each pass over the keys and values that all of
/// them see; the positions that only the later ones see follow one query at a time.
/// </remarks>
public static unsafe class PagedAttention
{
    private const int TileQueries = 4;
    private const int ScoreStep = 64;
    private const int StepBlocks = ScoreStep / KeyValueBlock.Positions;

    /// <summary>Floats of scratch memory that a run ending before position <paramref name="positions"/> needs.</summary>
    public static int ScratchFloats(int positions) => TileQueries * (int)ScoreStride(positions);

    /// <param name="scratch"><see cref="ScratchFloats"/>(FirstPosition + Rows) floats, one scratch per thread.</param>
    public static void Run(in AttentionRun run, float* scratch)
    {
        int queries = run.Rows * run.Heads;
        float** inputs = stackalloc float*[TileQueries];
        float** outputs = stackalloc float*[TileQueries];
        for (int first = 0; first < queries; first += TileQueries)
        {
            int count = Math.Min(TileQueries, queries - first);
            for (int i = 0; i < count; i++)
            {
                nint row = (first + i) / run.Heads, head = (first + i) % run.Heads;
                inputs[i] = run.Queries + row * run.QueryStride + head * run.HeadDim;
                outputs[i] = run.Outputs + row * run.OutputStride + head * run.HeadDim;
            }

            if (!SimdLevel.Has256)
            {
                for (int i = 0; i < count; i++)
                {
                    RunScalar(inputs[i], outputs[i], run.Blocks, Visible(run, first + i), run.HeadDim, run.Scale, scratch);
                }
            }
            else if (count == TileQueries)
            {
                RunTile(run, first, inputs, outputs, scratch);
            }
            else
            {
                for (int i = 0; i < count; i++) RunOne(run, inputs[i], outputs[i], Visible(run, first + i), scratch);
            }
        }
    }

    /// <summary>The definition, for one query.</summary>
    /// <param name="positions">How many it sees.</param>
    /// <param name="scores">Room for <paramref name="positions"/>.</param>
    internal static void RunScalar(float* query, float* output, float** blocks, int positions, int dim, float scale, float* scores)
    {
        for (int p = 0; p < positions; p++)
        {
            float* keys = blocks[p / KeyValueBlock.Positions] + p % KeyValueBlock.Positions;
            float chain = 0;
            for (nint d = 0; d < dim; d++) chain = MathF.FusedMultiplyAdd(query[d], keys[d * KeyValueBlock.Positions], chain);
            scores[p] = chain * scale;
        }

        float inverse = 1f / AttentionSoftmax.ApplyScalar(scores, positions);
        SumScalar(scores, blocks, 0, positions, dim, 0, output);
        for (int d = 0; d < dim; d++) output[d] *= inverse;
    }

    /// <summary>Positions that a query sees.</summary>
    private static int Visible(in AttentionRun run, int query) => run.FirstPosition + query / run.Heads + 1;

    /// <summary>Padded by a cache line, so that four rows of scores do not fall into the same cache sets.</summary>
    private static nint ScoreStride(int positions) => (positions + ScoreStep - 1) / ScoreStep * ScoreStep + 16;

    private static void RunTile(in AttentionRun run, int first, float** inputs, float** outputs, float* scores)
    {
        int shared = Visible(run, first);
        int longest = Visible(run, first + TileQueries - 1);
        nint stride = ScoreStride(run.FirstPosition + run.Rows);
        ScoreTile(run, inputs, longest, scores, stride);
        float* inverses = stackalloc float[TileQueries];
        for (int i = 0; i < TileQueries; i++) inverses[i] = 1f / AttentionSoftmax.Apply(scores + i * stride, Visible(run, first + i));
        SumTile(run, scores, stride, shared, outputs);
        for (int i = 0; i < TileQueries; i++)
        {
            SumOne(run, scores + i * stride, shared, Visible(run, first + i), outputs[i]);
            Scale(outputs[i], run.HeadDim, inverses[i]);
        }
    }

    private static void RunOne(in AttentionRun run, float* input, float* output, int positions, float* scores)
    {
        float** blocks = stackalloc float*[StepBlocks];
        for (int p = 0; p < positions; p += ScoreStep)
        {
            if (SimdLevel.Has512)
            {
                AttentionKernel512.ScoreRow(input, FourBlocks(run.Blocks, p, positions, blocks), run.HeadDim, run.Scale, scores + p);
                continue;
            }

            for (int q = p; q < Math.Min(positions, p + ScoreStep); q += KeyValueBlock.Positions)
            {
                AttentionKernel256.ScoreRow(input, run.Blocks + q / KeyValueBlock.Positions, run.HeadDim, run.Scale, scores + q);
            }
        }

        float inverse = 1f / AttentionSoftmax.Apply(scores, positions);
        SumOne(run, scores, 0, positions, output);
        Scale(output, run.HeadDim, inverse);
    }

    private static void ScoreTile(in AttentionRun run, float** inputs, int positions, float* scores, nint stride)
    {
        float** blocks = stackalloc float*[StepBlocks];
        for (int p = 0; p < positions; p += ScoreStep)
        {
            if (SimdLevel.Has512)
            {
                AttentionKernel512.ScoreFourRows(
                    inputs, FourBlocks(run.Blocks, p, positions, blocks), run.HeadDim, run.Scale, scores + p, stride);
                continue;
            }

            for (int q = p; q < Math.Min(positions, p + ScoreStep); q += KeyValueBlock.Positions)
            {
                AttentionKernel256.ScoreFourRows(
                    inputs, run.Blocks + q / KeyValueBlock.Positions, run.HeadDim, run.Scale, scores + q, stride);
            }
        }
    }

    /// <summary>The four blocks from a position on; beyond the last, that one again.</summary>
    private static float** FourBlocks(float** all, int position, int positions, float** four)
    {
        int last = (positions - 1) / KeyValueBlock.Positions;
        for (int i = 0; i < StepBlocks; i++) four[i] = all[Math.Min(position / KeyValueBlock.Positions + i, last)];
        return four;
    }

    private static void SumTile(in AttentionRun run, float* weights, nint stride, int end, float** outputs)
    {
        int column = 0;
        if (SimdLevel.Has512)
        {
            for (; column + 64 <= run.HeadDim; column += 64)
            {
                AttentionKernel512.SumFourRows(weights, stride, run.Blocks, 0, end, run.HeadDim, column, outputs);
            }
        }

        for (; column + 16 <= run.HeadDim; column += 16)
        {
            AttentionKernel256.SumFourRows(weights, stride, run.Blocks, 0, end, run.HeadDim, column, outputs);
        }

        if (column == run.HeadDim) return;
        for (int i = 0; i < TileQueries; i++) SumScalar(weights + i * stride, run.Blocks, 0, end, run.HeadDim, column, outputs[i]);
    }

    private static void SumOne(in AttentionRun run, float* weights, int first, int end, float* output)
    {
        if (first == end) return;
        int column = 0;
        if (SimdLevel.Has512)
        {
            for (; column + 64 <= run.HeadDim; column += 64)
            {
                AttentionKernel512.SumRow(weights, run.Blocks, first, end, run.HeadDim, column, output);
            }
        }

        for (; column + 16 <= run.HeadDim; column += 16)
        {
            AttentionKernel256.SumRow(weights, run.Blocks, first, end, run.HeadDim, column, output);
        }

        SumScalar(weights, run.Blocks, first, end, run.HeadDim, column, output);
    }

    private static void Scale(float* values, int count, float factor)
    {
        int i = 0;
        for (; i + 8 <= count; i += 8) (Vector256.Load(values + i) * factor).Store(values + i);
        for (; i < count; i++) values[i] *= factor;
    }

    private static void SumScalar(float* weights, float** blocks, int first, int end, int dim, int column, float* output)
    {
        for (int d = column; d < dim; d++)
        {
            float chain = first == 0 ? 0 : output[d];
            for (int p = first; p < end; p++) chain = MathF.FusedMultiplyAdd(weights[p], KeyValueBlock.Value(blocks, p, dim)[d], chain);
            output[d] = chain;
        }
    }
}
