using ModelGate.Numerics;
using ModelGate.Numerics.Kernels;

namespace ModelGate.Models.Encoders;

/// <summary>
/// Attention of every token of a text to every other. To the decoder's kernel, one head's queries of a text are as many heads at the text's
/// last position, from which all of it is seen.
/// </summary>
internal static unsafe class EncoderAttention
{
    /// <param name="qkv">(rows × 3·hidden): queries, keys, values of each token.</param>
    /// <param name="attended">(rows × hidden).</param>
    /// <param name="texts">First row and rows of each text.</param>
    public static void Run(
        EncoderConfig config, float* qkv, float* attended, IReadOnlyList<(int FirstRow, int Rows)> texts, WorkerPool pool) =>
        pool.Run(texts.Count * config.HeadCount, (task, worker) =>
        {
            (int firstRow, int rows) = texts[task / config.HeadCount];
            int column = task % config.HeadCount * config.HeadDim;
            nint width = config.HiddenSize;
            RunHead(config, qkv + ((nint)firstRow * 3 * width) + column, attended + (firstRow * width) + column, rows, pool, worker);
        });

    private static void RunHead(EncoderConfig config, float* queries, float* outputs, int rows, WorkerPool pool, int worker)
    {
        int dim = config.HeadDim;
        nint width = config.HiddenSize;
        int blockCount = (rows + KeyValueBlock.Positions - 1) / KeyValueBlock.Positions;
        long vectors = Aligned((long)rows * dim), scores = Aligned(PagedAttention.ScratchFloats(rows));
        long blockFloats = Aligned(KeyValueBlock.Floats(dim));
        long bytes = ((2 * vectors) + scores + (blockFloats * blockCount)) * sizeof(float) + ((long)blockCount * sizeof(nint));

        float* ownQueries = (float*)pool.WorkerScratch(worker, bytes);
        float* ownOutputs = ownQueries + vectors;
        float* scratch = ownOutputs + vectors;
        float* memory = scratch + scores;
        float** blocks = (float**)(memory + (blockFloats * blockCount));
        for (int i = 0; i < blockCount; i++) blocks[i] = memory + (i * blockFloats);

        // Places of the last block that no token fills.
        new Span<float>(blocks[blockCount - 1], KeyValueBlock.Floats(dim)).Clear();
        for (int row = 0; row < rows; row++)
        {
            float* source = queries + (row * 3 * width);
            new ReadOnlySpan<float>(source, dim).CopyTo(new Span<float>(ownQueries + ((nint)row * dim), dim));
            KeyValueBlock.Write(
                blocks[row / KeyValueBlock.Positions], row % KeyValueBlock.Positions, source + width, source + (2 * width), dim);
        }

        PagedAttention.Run(
            new AttentionRun
            {
                Queries = ownQueries,
                QueryStride = (nint)rows * dim,
                Outputs = ownOutputs,
                OutputStride = (nint)rows * dim,
                Blocks = blocks,
                Heads = rows,
                HeadDim = dim,
                FirstPosition = rows - 1,
                Rows = 1,
                Scale = (float)(1 / Math.Sqrt(dim)),
            },
            scratch);
        for (int row = 0; row < rows; row++)
        {
            new ReadOnlySpan<float>(ownOutputs + ((nint)row * dim), dim).CopyTo(new Span<float>(outputs + (row * width), dim));
        }
    }

    /// <summary>Up to whole cache lines of floats.</summary>
    private static long Aligned(long floats) => (floats + 15) & ~15L;
}
