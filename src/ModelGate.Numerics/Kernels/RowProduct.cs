using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelGate.Numerics.Blocks;

namespace ModelGate.Numerics.Kernels;

/// <summary>y = x · wᵀ for up to four rows, through the kernels of an <see cref="IRowSource"/>.</summary>
internal static unsafe class RowProduct
{
    /// <summary>The most rows worth computing this way: beyond, unpacking a panel once is cheaper.</summary>
    public const int MaxRows = 4;

    /// <summary>Weights in one chunk, in bytes of FP32: small enough that a thread that loses its processor holds up little.</summary>
    private const long ChunkWeights = 256 * 1024;

    /// <inheritdoc cref="PanelProduct.Multiply"/>
    public static void Multiply<TSource>(
        TSource source, float* x, int m, float* y, nint yStride, WorkerPool pool, float* tokenScale = null, float* channelScale = null)
        where TSource : struct, IRowSource
    {
        if (m <= 0) return;
        int panels = PanelLayout.PanelCount(source.Rows);
        int each = (int)Math.Clamp(ChunkWeights / (PanelLayout.Width * (long)source.Columns), 1, Math.Max(1, panels / (2 * pool.Threads)));
        each = (each + 1) / 2 * 2;
        int chunks = (panels + each - 1) / each;
        pool.Run(chunks, (chunk, _) =>
        {
            int first = chunk * each;
            int last = Math.Min(first + each, panels);
            if (m == 1) OneRow(source, x, y, first, last, tokenScale, channelScale);
            else FewRows(source, x, m, y, yStride, first, last, tokenScale, channelScale);
        });
    }

    [SkipLocalsInit]
    private static void OneRow<TSource>(TSource source, float* x, float* y, int first, int last, float* tokenScale, float* channelScale)
        where TSource : struct, IRowSource
    {
        float* sums = stackalloc float[2 * PanelLayout.Width];
        int half = (last - first + 1) / 2;
        for (int panel = first; panel < first + half; panel++)
        {
            int second = Math.Min(panel + half, last - 1);
            source.OneRow(panel, second, x, sums);
            Finish(source.Rows, sums, panel, y, tokenScale, channelScale);
            Finish(source.Rows, sums + PanelLayout.Width, second, y, tokenScale, channelScale);
        }
    }

    [SkipLocalsInit]
    private static void FewRows<TSource>(
        TSource source, float* x, int m, float* y, nint yStride, int first, int last, float* tokenScale, float* channelScale)
        where TSource : struct, IRowSource
    {
        float* sums = stackalloc float[MaxRows * PanelLayout.Width];
        float** rows = stackalloc float*[MaxRows];
        for (int r = 0; r < MaxRows; r++) rows[r] = x + (nint)Math.Min(r, m - 1) * source.Columns;
        for (int panel = first; panel < last; panel++)
        {
            source.FourRows(panel, rows, sums);
            for (int r = 0; r < m; r++)
            {
                float* token = tokenScale is null ? null : tokenScale + r;
                Finish(source.Rows, sums + r * PanelLayout.Width, panel, y + r * yStride, token, channelScale);
            }
        }
    }

    private static void Finish(int n, float* sums, int panel, float* y, float* tokenScale, float* channelScale)
    {
        int column = panel * PanelLayout.Width;
        int columns = Math.Min(PanelLayout.Width, n - column);
        if (tokenScale is null)
        {
            NativeMemory.Copy(sums, y + column, (nuint)columns * sizeof(float));
            return;
        }

        for (int j = 0; j < columns; j++) y[column + j] = sums[j] * *tokenScale * channelScale[column + j];
    }
}
