namespace ModelGate.Numerics.Kernels;

/// <summary>
/// The multiply kernel of W8A8: a tile of rows × 32 columns of exact int32 sums over pairs of 16-bit codes. Tiles are those of
/// <see cref="PanelKernel"/>.
/// </summary>
internal static unsafe class IntegerKernel
{
    /// <param name="rows">A value that <see cref="PanelKernel.TileRows"/> gives.</param>
    /// <param name="a">[steps][rows] pairs of activation codes.</param>
    /// <param name="b">[steps][32] pairs of weight codes.</param>
    /// <param name="c">[rows] sums of 32 columns, stride <paramref name="cStride"/> integers.</param>
    /// <param name="fresh">c counts as zero and is not read.</param>
    public static void Run(int rows, int* a, int* b, nint steps, int* c, nint cStride, bool fresh)
    {
        if (SimdLevel.Has512) IntegerKernel512.Run(rows, a, b, steps, c, cStride, fresh);
        else if (SimdLevel.Has256) IntegerKernel256.Run(rows, a, b, steps, c, cStride, fresh);
        else RunScalar(rows, a, b, steps, c, cStride, fresh);
    }

    internal static void RunScalar(int rows, int* a, int* b, nint steps, int* c, nint cStride, bool fresh)
    {
        short* x = (short*)a;
        short* w = (short*)b;
        for (int r = 0; r < rows; r++)
        {
            for (int j = 0; j < PanelKernel.Width; j++)
            {
                int sum = fresh ? 0 : c[r * cStride + j];
                for (nint i = 0; i < steps; i++)
                {
                    nint left = (i * rows + r) * 2, right = (i * PanelKernel.Width + j) * 2;
                    sum += x[left] * w[right] + x[left + 1] * w[right + 1];
                }

                c[r * cStride + j] = sum;
            }
        }
    }
}
