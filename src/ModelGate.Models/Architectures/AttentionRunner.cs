using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;
using ModelGate.Numerics.Kernels;

namespace ModelGate.Models.Architectures;

/// <summary>
/// Causal attention of a chunk's rows over the cached positions of their sequences, spread over threads by rows and key/value heads.
/// </summary>
internal sealed unsafe class AttentionRunner(ModelConfig config, DecoderWorkspace workspace, ActivationPrecision precision) : IDisposable
{
    private const int TileRows = 32;

    private readonly List<Tile> tiles = [];
    private readonly float scale = (float)(1 / Math.Sqrt(config.HeadDim));
    private NativeBuffer scratch = new(0);

    /// <summary>
    /// Reads the rotated queries, writes <see cref="DecoderWorkspace.Attention"/>; keys and values of the rows are in the cache already.
    /// </summary>
    public void Run(IReadOnlyList<ChunkSegment> segments, KvCache cache, int cacheLayer, WorkerPool pool)
    {
        tiles.Clear();
        int positions = 0;
        foreach (ChunkSegment segment in segments)
        {
            positions = Math.Max(positions, segment.Start + segment.Rows);
            for (int first = 0; first < segment.Rows; first += TileRows)
            {
                for (int head = 0; head < config.KeyValueHeadCount; head++)
                {
                    tiles.Add(new Tile(segment, head, first, Math.Min(TileRows, segment.Rows - first)));
                }
            }
        }

        long workerFloats = (PagedAttention.ScratchFloats(positions) + 15L) & ~15L;
        long workerBytes = (workerFloats * sizeof(float)) + ((KvCache.BlocksFor(positions) + 7L) / 8 * 8 * sizeof(nint));
        Reserve(workerBytes * pool.Threads);
        pool.Run(tiles.Count, (tile, worker) =>
        {
            float* floats = (float*)(scratch.Data + (worker * workerBytes));
            Run(tiles[tile], cache, cacheLayer, (float**)(floats + workerFloats), floats);
        });
    }

    public void Dispose() => scratch.Dispose();

    private void Run(Tile tile, KvCache cache, int cacheLayer, float** blocks, float* floats)
    {
        ChunkSegment segment = tile.Segment;
        int heads = config.HeadCount / config.KeyValueHeadCount;
        int firstPosition = segment.Start + tile.FirstRow;
        int blockCount = KvCache.BlocksFor(firstPosition + tile.Rows);
        for (int i = 0; i < blockCount; i++)
        {
            blocks[i] = cache.Address(segment.Sequence.Blocks[i], cacheLayer) + (tile.KeyValueHead * cache.HeadFloats);
        }

        nint row = segment.FirstRow + tile.FirstRow;
        nint head = (nint)tile.KeyValueHead * heads * config.HeadDim;
        float* outputs = workspace.Attention + (row * config.QueryWidth) + head;
        var run = new AttentionRun
        {
            Queries = workspace.Qkv + (row * workspace.QkvWidth) + head,
            QueryStride = workspace.QkvWidth,
            Outputs = outputs,
            OutputStride = config.QueryWidth,
            Blocks = blocks,
            Heads = heads,
            HeadDim = config.HeadDim,
            FirstPosition = firstPosition,
            Rows = tile.Rows,
            Scale = scale,
        };
        PagedAttention.Run(run, floats);
        if (precision != ActivationPrecision.Bf16) return;
        for (int i = 0; i < tile.Rows; i++)
        {
            BFloat16.Round(new Span<float>(outputs + ((nint)i * config.QueryWidth), heads * config.HeadDim));
        }
    }

    private void Reserve(long bytes)
    {
        if (scratch.ByteCount >= bytes) return;
        scratch.Dispose();
        scratch = new NativeBuffer(bytes);
    }

    private readonly record struct Tile(ChunkSegment Segment, int KeyValueHead, int FirstRow, int Rows);
}
