using ModelGate.Numerics.Blocks;

namespace ModelGate.Numerics.Kernels;

/// <summary><see cref="IntegerProduct"/> through byte dot products: weights are read as packed. Same integers.</summary>
internal static unsafe class ByteProduct
{
    /// <param name="q">(m × Int8Columns) codes of <see cref="TokenQuantizer.ToInt8"/>.</param>
    /// <param name="tokenScales">(m).</param>
    public static void Multiply<TDot>(
        IntegerPanels panels, short* q, float* tokenScales, int m, float* y, nint yStride, WorkerPool pool)
        where TDot : struct, IByteDot
    {
        int steps = (int)panels.Steps;
        int blockRows = PanelProduct.BlockRows(m, steps);
        for (int first = 0; first < m; first += blockRows)
        {
            int count = Math.Min(blockRows, m - first);
            float* a = (float*)pool.SharedScratch((long)count * steps * 2 * sizeof(int));
            int* shifted = (int*)a + (nint)count * steps;
            short* codes = q + (nint)first * steps * 4;
            Shift(codes, (nint)count * steps, shifted);
            ActivationPacker.Pack((float*)shifted, steps, count, steps, a, pool);
            float* block = y + first * yStride;
            float* tokens = tokenScales + first;
            pool.Run(PanelLayout.PanelCount(panels.Rows), (panel, worker) =>
                MultiplyPanel<TDot>(panels, (int*)a, count, block, yStride, panel, pool, worker, tokens));
        }
    }

    /// <summary>Sixteen-bit codes in the order 0, 2, 1, 3 to words of four bytes in ascending order, plus 128.</summary>
    private static void Shift(short* codes, nint words, int* shifted)
    {
        for (nint i = 0; i < words; i++, codes += 4)
        {
            shifted[i] = (codes[0] + 128) | (codes[2] + 128) << 8 | (codes[1] + 128) << 16 | (codes[3] + 128) << 24;
        }
    }

    private static void MultiplyPanel<TDot>(
        IntegerPanels panels, int* a, int m, float* y, nint yStride, int panel, WorkerPool pool, int worker, float* tokenScales)
        where TDot : struct, IByteDot
    {
        int column = panel * PanelLayout.Width;
        int columns = Math.Min(PanelLayout.Width, panels.Rows - column);
        int* tile = (int*)pool.WorkerScratch(worker, PanelKernel.MaxRows * PanelLayout.Width * sizeof(int));
        for (int row = 0, rows; row < m; row += rows)
        {
            rows = PanelKernel.TileRows(m - row);
            ByteKernel256<TDot>.Run(rows, a + row * panels.Steps, panels.Codes(panel, 0), panels.Steps, tile, PanelLayout.Width);
            for (int r = 0; r < rows; r++)
            {
                float* target = y + (row + r) * yStride + column;
                for (int j = 0; j < columns; j++)
                {
                    int sum = tile[r * PanelLayout.Width + j] - 128 * panels.Sums[column + j];
                    target[j] = sum * tokenScales[row + r] * panels.Scales[column + j];
                }
            }
        }
    }
}
