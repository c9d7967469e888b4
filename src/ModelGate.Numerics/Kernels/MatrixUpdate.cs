using ModelGate.Numerics.Blocks;

namespace ModelGate.Numerics.Kernels;

/// <summary>C −= A·B in FP32, such as GPTQ's update of the columns not yet quantized.</summary>
public static unsafe class MatrixUpdate
{
    /// <summary>c[i, j] = c[i, j] − (one FMA chain over ascending k of a[i, k]·b[k, j], starting at +0).</summary>
    /// <param name="a">(m × k), row stride <paramref name="aStride"/> floats.</param>
    /// <param name="b">(k × n), row stride <paramref name="bStride"/>.</param>
    /// <param name="c">(m × n), row stride <paramref name="cStride"/>; overlaps neither.</param>
    public static void Subtract(
        float* a, nint aStride, float* b, nint bStride, float* c, nint cStride, int m, int n, int k, WorkerPool pool)
    {
        if (m <= 0 || n <= 0 || k <= 0) return;
        int blockRows = PanelProduct.BlockRows(m, k);
        for (int first = 0; first < m; first += blockRows)
        {
            int count = Math.Min(blockRows, m - first);
            float* packed = (float*)pool.SharedScratch((long)count * k * sizeof(float));
            ActivationPacker.Pack(a + first * aStride, aStride, count, k, packed, pool);
            float* block = c + first * cStride;
            pool.Run(PanelLayout.PanelCount(n), (panel, worker) =>
                SubtractPanel(packed, count, k, b, bStride, block, cStride, n, panel, pool, worker));
        }
    }

    private static void SubtractPanel(
        float* a, int m, int k, float* b, nint bStride, float* c, nint cStride, int n, int panel, WorkerPool pool, int worker)
    {
        int column = panel * PanelLayout.Width;
        int columns = Math.Min(PanelLayout.Width, n - column);
        float* minus = (float*)pool.WorkerScratch(worker, (1L + PanelKernel.MaxRows + k) * PanelLayout.Width * sizeof(float));
        float* tile = minus + PanelLayout.Width;
        float* packed = tile + PanelKernel.MaxRows * PanelLayout.Width;
        new Span<float>(minus, PanelLayout.Width).Fill(-1f);
        PanelTile.PackColumns(b + column, bStride, k, columns, packed);
        for (int row = 0, rows; row < m; row += rows)
        {
            rows = PanelKernel.TileRows(m - row);
            PanelTile.Update(rows, a + (nint)row * k, packed, k, c + row * cStride + column, cStride, columns, minus, tile);
        }
    }
}
