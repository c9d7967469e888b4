using System.Runtime.Intrinsics.X86;
using ModelGate.Numerics.Blocks;

namespace ModelGate.Numerics.Kernels;

/// <summary>The parts of a packed W8A8 matrix.</summary>
/// <param name="codes">[N/32][K/4][32][4].</param>
/// <param name="scales">N padded to 32, followed by as many int32 sums of the channels' codes.</param>
internal readonly unsafe struct IntegerPanels(sbyte* codes, float* scales, int rows, int columns)
{
    public float* Scales { get; } = scales;

    public int* Sums => (int*)(Scales + (nint)PanelLayout.PanelCount(Rows) * PanelLayout.Width);

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    /// <summary>Groups of four inputs.</summary>
    public nint Steps => (Columns + 3) / 4;

    public sbyte* Codes(int panel, nint step) => codes + (panel * Steps + step) * 128;
}

/// <summary>y = x · wᵀ with activations quantized per token to INT8 and exact int32 sums; blocked as <see cref="PanelProduct"/>.</summary>
internal static unsafe class IntegerProduct
{
    /// <summary>Groups of four inputs widened at a time: 256 KiB of 16-bit weights.</summary>
    private const int Depth = 1024;

    /// <summary>The same for few rows: 16 KiB.</summary>
    private const int FewRowsDepth = 64;

    public static void Multiply(IntegerPanels panels, float* x, int m, float* y, nint yStride, WorkerPool pool)
    {
        if (m <= 0) return;
        int k = panels.Columns;
        int pairs = TokenQuantizer.Int8Columns(k) / 2;
        float* tokenScales = (float*)pool.TokenScratch((long)m * (pairs + 1) * sizeof(int));
        short* q = (short*)(tokenScales + m);
        TokenQuantizer.ToInt8(x, m, k, q, tokenScales, pool);
        if (SimdLevel.Has512 && m <= RowProduct.MaxRows)
        {
            RowProduct.Multiply(
                new ByteRows512(panels.Codes(0, 0), panels.Rows, k), (float*)q, m, y, yStride, pool, tokenScales, panels.Scales);
            return;
        }

        if (AvxVnni.IsSupported)
        {
            ByteProduct.Multiply<AvxVnniDot>(panels, q, tokenScales, m, y, yStride, pool);
            return;
        }

        int blockRows = PanelProduct.BlockRows(m, pairs);
        for (int first = 0; first < m; first += blockRows)
        {
            int count = Math.Min(blockRows, m - first);
            float* a = (float*)pool.SharedScratch((long)count * pairs * sizeof(float));
            ActivationPacker.Pack((float*)q + (nint)first * pairs, pairs, count, pairs, a, pool);
            float* block = y + first * yStride;
            float* tokens = tokenScales + first;
            pool.Run(PanelLayout.PanelCount(panels.Rows), (panel, worker) =>
                MultiplyPanel(panels, (int*)a, count, block, yStride, panel, pool, worker, tokens));
        }
    }

    /// <summary>Sums are kept as integers in y until the last block of inputs.</summary>
    private static void MultiplyPanel(
        IntegerPanels panels, int* a, int m, float* y, nint yStride, int panel, WorkerPool pool, int worker, float* tokenScales)
    {
        int column = panel * PanelLayout.Width;
        int columns = Math.Min(PanelLayout.Width, panels.Rows - column);
        bool whole = columns == PanelLayout.Width;
        nint depth = Math.Min(m > PanelKernel.MaxRows ? Depth : FewRowsDepth, panels.Steps);
        int* tile = (int*)pool.WorkerScratch(worker, (depth * 2 + PanelKernel.MaxRows) * PanelLayout.Width * sizeof(int));
        int* b = tile + PanelKernel.MaxRows * PanelLayout.Width;
        for (nint start = 0; start < panels.Steps; start += depth)
        {
            nint steps = Math.Min(depth, panels.Steps - start);
            PanelUnpacker.WidenBytes(panels.Codes(panel, start), steps, (short*)b);
            for (int row = 0, rows; row < m; row += rows)
            {
                rows = PanelKernel.TileRows(m - row);
                float* target = y + row * yStride + column;
                int* c = whole ? (int*)target : tile;
                nint cStride = whole ? yStride : PanelLayout.Width;
                if (!whole && start > 0) PanelTile.Copy(target, yStride, (float*)tile, PanelLayout.Width, rows, columns);
                IntegerKernel.Run(rows, a + row * panels.Steps * 2 + start * 2 * rows, b, steps * 2, c, cStride, start == 0);
                if (!whole) PanelTile.Copy((float*)tile, PanelLayout.Width, target, yStride, rows, columns);
                if (start + steps == panels.Steps) Scale(target, yStride, rows, columns, tokenScales + row, panels.Scales + column);
            }
        }
    }

    private static void Scale(float* y, nint yStride, int rows, int columns, float* tokenScales, float* channelScales)
    {
        for (int r = 0; r < rows; r++)
        {
            float* row = y + r * yStride;
            for (int j = 0; j < columns; j++) row[j] = ((int*)row)[j] * tokenScales[r] * channelScales[j];
        }
    }
}
