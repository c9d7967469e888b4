using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ModelGate.Numerics.Blocks;

namespace ModelGate.Numerics.Kernels;

/// <summary>Around one tile of <see cref="PanelKernel"/>: results of fewer than 32 columns, and operands that come row-major.</summary>
internal static unsafe class PanelTile
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(float* source, nint sourceStride, float* target, nint targetStride, int rows, int columns)
    {
        for (int r = 0; r < rows; r++, source += sourceStride, target += targetStride)
        {
            nint i = 0;
            for (; i + 4 <= columns; i += 4) Vector128.Load(source + i).Store(target + i);
            for (; i < columns; i++) target[i] = source[i];
        }
    }

    /// <summary>c = (c · token) · channel.</summary>
    public static void Scale(float* c, nint cStride, int rows, int columns, float* tokenScale, float* channelScale)
    {
        for (int r = 0; r < rows; r++)
        {
            for (int j = 0; j < columns; j++) c[r * cStride + j] = c[r * cStride + j] * tokenScale[r] * channelScale[j];
        }
    }

    /// <summary>Up to 32 neighbouring columns of a row-major matrix as a panel [k][32], zeros beside.</summary>
    public static void PackColumns(float* source, nint sourceStride, int k, int columns, float* panel)
    {
        if (columns < PanelLayout.Width) new Span<float>(panel, k * PanelLayout.Width).Clear();
        Copy(source, sourceStride, panel, PanelLayout.Width, k, columns);
    }

    /// <summary>c = fma(chain, scale, c), through <paramref name="tile"/> (rows × 32) when c has fewer than 32 columns.</summary>
    public static void Update(int rows, float* a, float* b, nint k, float* c, nint cStride, int columns, float* scale, float* tile)
    {
        if (columns == PanelLayout.Width)
        {
            PanelKernel.Run(rows, a, b, k, c, cStride, scale, fresh: false);
            return;
        }

        new Span<float>(tile, rows * PanelLayout.Width).Clear();
        Copy(c, cStride, tile, PanelLayout.Width, rows, columns);
        PanelKernel.Run(rows, a, b, k, tile, PanelLayout.Width, scale, fresh: false);
        Copy(tile, PanelLayout.Width, c, cStride, rows, columns);
    }
}
