using ModelGate.Numerics.Blocks;

namespace ModelGate.Numerics.Kernels;

/// <summary>The parts of a packed W8A8 matrix.</summary>
/// <param name="codes">[N/32][K/4][32][4].</param>
/// <param name="scales">N padded to 32.</param>
internal readonly unsafe struct IntegerPanels(sbyte* codes, float* scales, int rows, int columns)
{
    public sbyte* Codes { get; } = codes;

    public float* Scales { get; } = scales;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public nint Steps => (Columns + 3) / 4;
}

/// <summary>y = x · wᵀ with activations quantized per token to INT8 and exact int32 sums.</summary>
internal static unsafe class IntegerProduct
{
    public static void Multiply(IntegerPanels panels, float* x, int m, float* y, nint yStride, WorkerPool pool)
    {
        if (m <= 0) return;
        int k = panels.Columns;
        using var quantized = new NativeBuffer((long)m * (k + 8));
        sbyte* q = (sbyte*)(quantized.Data + (nint)m * 4);
        float* tokenScales = (float*)quantized.Data;
        pool.Run(m, (row, _) => tokenScales[row] = TokenQuantizer.ToInt8(x + (nint)row * k, k, q + (nint)row * k));
        pool.Run(PanelLayout.PanelCount(panels.Rows), (panel, _) =>
        {
            int columns = Math.Min(PanelLayout.Width, panels.Rows - panel * PanelLayout.Width);
            for (int row = 0; row < m; row++)
            {
                for (int j = 0; j < columns; j++)
                {
                    sbyte* codes = panels.Codes + (panel * panels.Steps * 32 + j) * 4;
                    int sum = 0;
                    for (nint i = 0; i < k; i++) sum += q[(nint)row * k + i] * codes[i / 4 * 128 + i % 4];
                    int column = panel * PanelLayout.Width + j;
                    y[row * yStride + column] = sum * tokenScales[row] * panels.Scales[column];
                }
            }
        });
    }
}
