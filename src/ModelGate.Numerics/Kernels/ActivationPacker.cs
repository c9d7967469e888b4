using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelGate.Numerics.Kernels;

/// <summary>Row-major activations into the tiles that <see cref="PanelKernel"/> reads: [k][rows of the tile], tile after tile.</summary>
internal static unsafe class ActivationPacker
{
    /// <param name="x">(m × k) row-major, rows <paramref name="xStride"/> floats apart.</param>
    /// <param name="a">m · k floats; the tile that starts at row r starts at a + r · k.</param>
    public static void Pack(float* x, nint xStride, int m, int k, float* a, WorkerPool pool)
    {
        int whole = m / PanelKernel.MaxRows;
        if (m * (long)k < 32_768)
        {
            for (int chunk = 0; chunk <= whole; chunk++) PackChunk(x, xStride, m, k, a, chunk);
            return;
        }

        pool.Run(whole + 1, (chunk, _) => PackChunk(x, xStride, m, k, a, chunk));
    }

    private static void PackChunk(float* x, nint xStride, int m, int k, float* a, int chunk)
    {
        int row = chunk * PanelKernel.MaxRows;
        int end = Math.Min(row + PanelKernel.MaxRows, m);
        for (int rows; row < end; row += rows)
        {
            rows = PanelKernel.TileRows(end - row);
            PackTile(x + row * xStride, xStride, rows, k, a + (nint)row * k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackTile(float* x, nint xStride, int rows, int k, float* a)
    {
        int r = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; r + 4 <= rows; r += 4) PackFourRows(x + r * xStride, xStride, k, a + r, rows);
        }

        for (; r < rows; r++)
        {
            float* row = x + r * xStride;
            for (nint i = 0; i < k; i++) a[i * rows + r] = row[i];
        }
    }

    private static void PackFourRows(float* x, nint xStride, int k, float* a, nint aStride)
    {
        nint i = 0;
        for (; i + 4 <= k; i += 4)
        {
            Vector128<float> r0 = Vector128.Load(x + i), r1 = Vector128.Load(x + xStride + i);
            Vector128<float> r2 = Vector128.Load(x + 2 * xStride + i), r3 = Vector128.Load(x + 3 * xStride + i);
            Vector128<float> low02 = Interleave.Low(r0, r2), high02 = Interleave.High(r0, r2);
            Vector128<float> low13 = Interleave.Low(r1, r3), high13 = Interleave.High(r1, r3);
            Interleave.Low(low02, low13).Store(a + i * aStride);
            Interleave.High(low02, low13).Store(a + (i + 1) * aStride);
            Interleave.Low(high02, high13).Store(a + (i + 2) * aStride);
            Interleave.High(high02, high13).Store(a + (i + 3) * aStride);
        }

        for (; i < k; i++)
        {
            for (int r = 0; r < 4; r++) a[i * aStride + r] = x[r * xStride + i];
        }
    }
}
