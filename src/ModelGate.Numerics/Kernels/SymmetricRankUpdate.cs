using ModelGate.Numerics.Blocks;

namespace ModelGate.Numerics.Kernels;

/// <summary>H += 2·XᵀX, the Hessian of a linear layer's squared error (Frantar et al., "GPTQ", arXiv 2210.17323).</summary>
/// <remarks>
/// Tokens in blocks of 256: one FMA chain over ascending tokens inside a block, starting at +0; then h = fma(chain, 2, h).
/// </remarks>
public static unsafe class SymmetricRankUpdate
{
    /// <summary>Tokens in one chain.</summary>
    public const int TokenBlock = 256;

    /// <summary>Adds the upper triangle (j ≥ i); what the lower one holds is undefined until <see cref="Complete"/>.</summary>
    /// <param name="x">(tokens × k) row-major.</param>
    /// <param name="h">(k × k) row-major, zero before the first call.</param>
    public static void Accumulate(float* x, int tokens, int k, float* h, WorkerPool pool)
    {
        int panels = PanelLayout.PanelCount(k);
        float* a = (float*)pool.SharedScratch((long)TokenBlock * k * sizeof(float));
        for (int start = 0; start < tokens; start += TokenBlock)
        {
            int count = Math.Min(TokenBlock, tokens - start);
            float* block = x + (nint)start * k;
            int tiles = (k + PanelKernel.MaxRows - 1) / PanelKernel.MaxRows;
            pool.Run(tiles, (tile, _) => PackRows(block, count, k, a, tile * PanelKernel.MaxRows));
            pool.Run(panels, (chunk, worker) => UpdatePanel(block, a, count, k, h, panels - 1 - chunk, pool, worker));
        }
    }

    /// <summary>Mirrors the upper triangle into the lower one.</summary>
    public static void Complete(float* h, int k, WorkerPool pool)
    {
        const int Tile = 64;
        int tiles = (k + Tile - 1) / Tile;
        pool.Run(tiles, (tile, _) =>
        {
            int end = Math.Min(k, (tile + 1) * Tile);
            for (int column = 0; column < end; column += Tile)
            {
                for (int i = tile * Tile; i < end; i++)
                {
                    for (int j = column; j < Math.Min(i, column + Tile); j++) h[(nint)i * k + j] = h[(nint)j * k + i];
                }
            }
        });
    }

    /// <summary>Columns of X become the rows of the tiles that start within one largest tile.</summary>
    private static void PackRows(float* x, int count, int k, float* a, int row)
    {
        int end = Math.Min(k, row + PanelKernel.MaxRows);
        for (int rows; row < end; row += rows)
        {
            rows = PanelKernel.TileRows(end - row);
            float* target = a + (nint)row * count;
            PanelTile.Copy(x + row, k, target, rows, count, rows);
        }
    }

    private static void UpdatePanel(float* x, float* a, int count, int k, float* h, int panel, WorkerPool pool, int worker)
    {
        int column = panel * PanelLayout.Width;
        int columns = Math.Min(PanelLayout.Width, k - column);
        float* two = (float*)pool.WorkerScratch(worker, (1 + PanelKernel.MaxRows + TokenBlock) * PanelLayout.Width * sizeof(float));
        float* tile = two + PanelLayout.Width;
        float* b = tile + PanelKernel.MaxRows * PanelLayout.Width;
        new Span<float>(two, PanelLayout.Width).Fill(2f);
        PanelTile.PackColumns(x + column, k, count, columns, b);
        for (int row = 0, rows; row < column + columns; row += rows)
        {
            rows = PanelKernel.TileRows(k - row);
            PanelTile.Update(rows, a + (nint)row * count, b, count, h + (nint)row * k + column, k, columns, two, tile);
        }
    }
}
