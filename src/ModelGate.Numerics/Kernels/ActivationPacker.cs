namespace ModelGate.Numerics.Kernels;

/// <summary>Row-major activations into the tiles that <see cref="PanelKernel"/> reads: [k][rows of the tile], tile after tile.</summary>
internal static unsafe class ActivationPacker
{
    /// <param name="x">(m × k) row-major.</param>
    /// <param name="a">m · k floats; the tile that starts at row r starts at a + r · k.</param>
    public static void Pack(float* x, int m, int k, float* a, WorkerPool pool)
    {
        int whole = m / PanelKernel.MaxRows;
        pool.Run(whole + 1, (chunk, _) =>
        {
            int row = chunk * PanelKernel.MaxRows;
            int end = chunk < whole ? row + PanelKernel.MaxRows : m;
            for (int rows; row < end; row += rows)
            {
                rows = PanelKernel.TileRows(end - row);
                PackTile(x + (nint)row * k, rows, k, a + (nint)row * k);
            }
        });
    }

    private static void PackTile(float* x, int rows, int k, float* a)
    {
        for (int r = 0; r < rows; r++)
        {
            for (nint i = 0; i < k; i++) a[i * rows + r] = x[(nint)r * k + i];
        }
    }
}
