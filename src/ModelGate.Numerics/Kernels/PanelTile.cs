using System.Runtime.InteropServices;

namespace ModelGate.Numerics.Kernels;

/// <summary>The results of one tile: rows × up to 32 columns.</summary>
internal static unsafe class PanelTile
{
    public static void Copy(float* source, nint sourceStride, float* target, nint targetStride, int rows, int columns)
    {
        for (int r = 0; r < rows; r++)
        {
            NativeMemory.Copy(source + r * sourceStride, target + r * targetStride, (nuint)columns * sizeof(float));
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
}
