using ModelGate.Numerics.Kernels;

namespace ModelGate.Numerics.Blocks;

/// <summary>W8A16: signed 8-bit codes with one scale per channel and group of inputs, FP32 activations and sums.</summary>
/// <remarks>
/// Layout: [N/32][K/4][32][4] signed bytes, K completed with zero weights; then [N/32][K/g][32] FP32 scales, 0 for padding channels.
/// Arithmetic: as <see cref="Int4Matrix"/>.
/// </remarks>
public sealed unsafe class Int8WeightOnlyMatrix : PackedMatrix
{
    private readonly byte* packed;

    /// <param name="groupSize">K (one scale per channel), or a multiple of 4 that divides K.</param>
    public Int8WeightOnlyMatrix(byte* packed, int n, int k, int groupSize)
    {
        CheckShape(n, k, groupSize);
        this.packed = packed;
        Rows = n;
        Columns = k;
        GroupSize = groupSize;
    }

    public override int Rows { get; }

    public override int Columns { get; }

    public int GroupSize { get; }

    public override long PackedByteCount => PackedBytes(Rows, Columns, GroupSize);

    public static long PackedBytes(int n, int k, int groupSize)
    {
        CheckShape(n, k, groupSize);
        return CodeBytes(n, k) + (long)PanelLayout.PanelCount(n) * (k / groupSize) * PanelLayout.Width * sizeof(float);
    }

    /// <summary>Packs stacked (rows × K) signed codes with (rows × K/g) scales.</summary>
    /// <param name="destination"><see cref="PackedBytes"/> bytes, preferably 64-byte aligned.</param>
    public static void Pack(ReadOnlySpan<RowSource> sources, int k, int groupSize, byte* destination, WorkerPool pool)
    {
        int n = RowSource.TotalRows(sources);
        CheckShape(n, k, groupSize);
        int groups = k / groupSize;
        nint steps = (k + 3) / 4;
        PanelPacker.CopyScales(sources, groups, (float*)(destination + CodeBytes(n, k)), (row, group) =>
            ((nint)(row / PanelLayout.Width) * groups + group) * PanelLayout.Width + row % PanelLayout.Width);
        PanelPacker.ForEachPanel(sources, k, pool, (rows, panel) =>
            PanelPacker.InterleaveWords(rows, k, (uint*)destination + panel * steps * PanelLayout.Width));
    }

    public override void Multiply(float* x, int m, float* y, nint yStride, WorkerPool pool) =>
        PanelProduct.Multiply(
            new Panels((sbyte*)packed, (float*)(packed + CodeBytes(Rows, Columns)), Rows, Columns, GroupSize), x, m, y, yStride, pool);

    private static long CodeBytes(int n, int k) => PanelLayout.PanelCount(n) * (((long)k + 3) / 4) * 4 * PanelLayout.Width;

    private static void CheckShape(int n, int k, int groupSize)
    {
        PanelLayout.CheckShape(n, k);
        ArgumentOutOfRangeException.ThrowIfLessThan(groupSize, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(k % groupSize, 0, nameof(groupSize));
        if (groupSize != k) ArgumentOutOfRangeException.ThrowIfNotEqual(groupSize % 4, 0, nameof(groupSize));
    }

    private readonly struct Panels(sbyte* codes, float* scales, int n, int k, int groupSize) : IPanelSource
    {
        public int Rows => n;

        public int Columns => k;

        public int GroupSize => groupSize;

        public float* Read(int panel, int start, int count, float* buffer)
        {
            PanelUnpacker.Bytes(codes + (panel * (nint)((k + 3) / 4) + start / 4) * 128, count, buffer);
            return buffer;
        }

        public float* Scales(int panel, int group) => scales + ((nint)panel * (k / groupSize) + group) * PanelLayout.Width;
    }
}
