using ModelGate.Numerics.Kernels;

namespace ModelGate.Numerics.Blocks;

/// <summary>W8A8 in INT8: weights with one scale per output channel, activations quantized per token while multiplying.</summary>
/// <remarks>
/// Layout: [N/32][K/4][32][4] signed bytes, K completed with zero weights; then per channel, N padded to 32, the FP32 scale; then the
/// int32 sum of its codes (for instructions that take unsigned activations).
/// Arithmetic: token scale s = max(max|x|, 1e-5) / 127; q = x / s rounded to nearest even, clamped to ±127; sums exact in int32 while
/// 127 · 128 · K &lt; 2³¹; y = (float(sum) · s) · channel scale. A token with a NaN or infinite activation gives NaN outputs.
/// </remarks>
public sealed unsafe class Int8Matrix : PackedMatrix
{
    /// <summary>The largest K whose sums are exact with activations shifted to 0..254.</summary>
    public const int MaximumColumns = int.MaxValue / (255 * 128);

    private readonly byte* packed;

    public Int8Matrix(byte* packed, int n, int k)
    {
        CheckShape(n, k);
        this.packed = packed;
        Rows = n;
        Columns = k;
    }

    public override int Rows { get; }

    public override int Columns { get; }

    public override long PackedByteCount => PackedBytes(Rows, Columns);

    public static long PackedBytes(int n, int k)
    {
        CheckShape(n, k);
        return CodeBytes(n, k) + (long)PanelLayout.PanelCount(n) * PanelLayout.Width * (sizeof(float) + sizeof(int));
    }

    /// <summary>Packs stacked (rows × K) signed codes with one scale a row.</summary>
    /// <param name="destination"><see cref="PackedBytes"/> bytes, preferably 64-byte aligned.</param>
    public static void Pack(ReadOnlySpan<RowSource> sources, int k, byte* destination, WorkerPool pool)
    {
        int n = RowSource.TotalRows(sources);
        nint steps = (k + 3) / 4;
        float* scales = (float*)(destination + CodeBytes(n, k));
        int* sums = (int*)(scales + (nint)PanelLayout.PanelCount(n) * PanelLayout.Width);
        PanelPacker.CopyScales(sources, 1, scales, static (row, _) => row);
        PanelPacker.ForEachPanel(sources, k, pool, (rows, panel) =>
        {
            uint* words = (uint*)destination + panel * steps * PanelLayout.Width;
            PanelPacker.InterleaveWords(rows, k, words);
            PanelUnpacker.SumBytes((sbyte*)words, steps, sums + (nint)panel * PanelLayout.Width);
        });
    }

    public override void Multiply(float* x, int m, float* y, nint yStride, WorkerPool pool) =>
        IntegerProduct.Multiply(
            new IntegerPanels((sbyte*)packed, (float*)(packed + CodeBytes(Rows, Columns)), Rows, Columns), x, m, y, yStride, pool);

    private static void CheckShape(int n, int k)
    {
        PanelLayout.CheckShape(n, k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, MaximumColumns);
    }

    private static long CodeBytes(int n, int k) => PanelLayout.PanelCount(n) * (((long)k + 3) / 4) * 4 * PanelLayout.Width;
}
