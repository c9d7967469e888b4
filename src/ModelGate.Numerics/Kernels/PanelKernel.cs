namespace ModelGate.Numerics.Kernels;

/// <summary>
/// The multiply kernel under all FP32 sums: a tile of up to 12 rows × 32 columns, c[r, j] from Σₖ a[k, r] · b[k, j], one FMA chain per
/// output in ascending k. Every instruction-set level gives the same bits.
/// </summary>
internal static unsafe class PanelKernel
{
    /// <summary>Columns of a tile.</summary>
    public const int Width = 32;

    /// <summary>The most rows of a tile at the level this process runs at.</summary>
    public static int MaxRows => SimdLevel.Has512 ? 12 : 6;

    /// <summary>The tile to take when <paramref name="remaining"/> rows are left.</summary>
    public static int TileRows(int remaining) => SimdLevel.Has512
        ? remaining switch { >= 12 => 12, >= 8 => 8, >= 4 => 4, >= 2 => 2, _ => 1 }
        : remaining switch { >= 6 => 6, >= 4 => 4, >= 2 => 2, _ => 1 };

    /// <param name="rows">A value that <see cref="TileRows"/> gives.</param>
    /// <param name="a">[k][rows] activations.</param>
    /// <param name="b">[k][32] weights.</param>
    /// <param name="c">[rows] results of 32 columns, stride <paramref name="cStride"/> floats.</param>
    /// <param name="scale">Null: the chain continues from c. Else 32 column scales: the chain starts at 0 and is added to c as
    /// fma(chain, scale, c).</param>
    /// <param name="fresh">c counts as zero and is not read.</param>
    public static void Run(int rows, float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        if (SimdLevel.Has512) PanelKernel512.Run(rows, a, b, k, c, cStride, scale, fresh);
        else if (SimdLevel.Has256) PanelKernel256.Run(rows, a, b, k, c, cStride, scale, fresh);
        else RunScalar(rows, a, b, k, c, cStride, scale, fresh);
    }

    internal static void RunScalar(int rows, float* a, float* b, nint k, float* c, nint cStride, float* scale, bool fresh)
    {
        for (int r = 0; r < rows; r++)
        {
            for (int j = 0; j < Width; j++)
            {
                float start = fresh ? 0 : c[r * cStride + j];
                float chain = scale is null ? start : 0;
                for (nint i = 0; i < k; i++) chain = MathF.FusedMultiplyAdd(a[i * rows + r], b[i * Width + j], chain);
                c[r * cStride + j] = scale is null ? chain : MathF.FusedMultiplyAdd(chain, scale[j], start);
            }
        }
    }
}
