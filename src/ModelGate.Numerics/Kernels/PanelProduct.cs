using ModelGate.Numerics.Blocks;

namespace ModelGate.Numerics.Kernels;

/// <summary>
/// y = x · wᵀ over FP32 panels. Activations are packed once per block of rows and shared; a worker takes a panel, unpacks a piece
/// of it into its own cache-resident buffer, and runs it against all rows.
/// </summary>
internal static unsafe class PanelProduct
{
    /// <summary>Inputs unpacked at a time when many rows use them: 32 · 2048 floats stay in a level-2 cache.</summary>
    private const int ManyRowsDepth = 2048;

    /// <summary>The same for few rows: the piece stays in a level-1 cache.</summary>
    private const int FewRowsDepth = 128;

    /// <summary>Packed activations kept at a time.</summary>
    private const long ActivationBytes = 8L << 20;

    /// <param name="tokenScale">(m) or null; with <paramref name="channelScale"/> (N): y = (sum · token) · channel.</param>
    public static void Multiply<TSource>(
        TSource source, float* x, int m, float* y, nint yStride, WorkerPool pool, float* tokenScale = null, float* channelScale = null)
        where TSource : struct, IPanelSource
    {
        int n = source.Rows;
        int k = source.Columns;
        if (m <= 0) return;
        int blockRows = BlockRows(m, k);
        for (int first = 0; first < m; first += blockRows)
        {
            int count = Math.Min(blockRows, m - first);
            float* a = (float*)pool.SharedScratch((long)count * k * sizeof(float));
            ActivationPacker.Pack(x + (nint)first * k, k, count, k, a, pool);
            float* block = y + first * yStride;
            float* tokens = tokenScale is null ? null : tokenScale + first;
            pool.Run(PanelLayout.PanelCount(n), (panel, worker) =>
                MultiplyPanel(source, a, count, block, yStride, panel, pool, worker, tokens, channelScale));
        }
    }

    /// <summary>Rows of activations packed at once: m in equal parts that fit <see cref="ActivationBytes"/>.</summary>
    internal static int BlockRows(int m, int k)
    {
        long most = Math.Max(48, ActivationBytes / (sizeof(float) * (long)k));
        long parts = (m + most - 1) / most;
        long rows = (m + parts - 1) / parts;
        return (int)((rows + PanelKernel.MaxRows - 1) / PanelKernel.MaxRows * PanelKernel.MaxRows);
    }

    private static void MultiplyPanel<TSource>(
        TSource source, float* a, int m, float* y, nint yStride, int panel, WorkerPool pool, int worker,
        float* tokenScale, float* channelScale)
        where TSource : struct, IPanelSource
    {
        int k = source.Columns;
        int group = source.GroupSize;
        int depth = m > PanelKernel.MaxRows ? ManyRowsDepth : FewRowsDepth;
        if (group > 0) depth = Math.Max(depth / group, 1) * group;
        depth = Math.Min(depth, k);
        int column = panel * PanelLayout.Width;
        int columns = Math.Min(PanelLayout.Width, source.Rows - column);
        float* tile = (float*)pool.WorkerScratch(worker, ((long)depth + PanelKernel.MaxRows) * PanelLayout.Width * sizeof(float));
        float* buffer = tile + PanelKernel.MaxRows * PanelLayout.Width;
        for (int start = 0; start < k; start += depth)
        {
            int count = Math.Min(depth, k - start);
            float* b = source.Read(panel, start, count, buffer);
            for (int row = 0, rows; row < m; row += rows)
            {
                rows = PanelKernel.TileRows(m - row);
                float* target = y + row * yStride + column;
                bool whole = columns == PanelLayout.Width;
                float* c = whole ? target : tile;
                nint cStride = whole ? yStride : PanelLayout.Width;
                if (!whole && start > 0) PanelTile.Copy(target, yStride, tile, PanelLayout.Width, rows, columns);
                float* tileActivations = a + (nint)row * k + (nint)start * rows;
                if (group == 0)
                {
                    PanelKernel.Run(rows, tileActivations, b, count, c, cStride, null, start == 0);
                }
                else
                {
                    for (int inner = 0; inner < count; inner += group)
                    {
                        PanelKernel.Run(
                            rows, tileActivations + (nint)inner * rows, b + (nint)inner * PanelLayout.Width, group, c, cStride,
                            source.Scales(panel, (start + inner) / group), start + inner == 0);
                    }
                }

                if (tokenScale is not null && start + count == k)
                {
                    PanelTile.Scale(c, cStride, rows, columns, tokenScale + row, channelScale + column);
                }

                if (!whole) PanelTile.Copy(tile, PanelLayout.Width, target, yStride, rows, columns);
            }
        }
    }
}
