using ModelGate.Numerics.Kernels;

namespace ModelGate.Numerics.Blocks;

/// <summary>W4A16: signed 4-bit codes with one scale per channel and group of inputs, FP32 activations and sums.</summary>
/// <remarks>
/// Layout: [N/32][K/g] blocks in the order a kernel reads them, each [g/8][32] words of 8 nibbles (code + 8, ascending along k) and then 32
/// FP32 scales; padding channels have codes 0 and scales 0.
/// Arithmetic: within a group one FMA chain of code · x over ascending k, starting at +0; groups in ascending order,
/// y = fma(group sum, scale, y), starting at +0.
/// </remarks>
public sealed unsafe class Int4Matrix : PackedMatrix
{
    private readonly byte* packed;

    /// <param name="groupSize">A multiple of 8 that divides K.</param>
    public Int4Matrix(byte* packed, int n, int k, int groupSize)
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
        return (long)PanelLayout.PanelCount(n) * (k / groupSize) * GroupWords(groupSize) * sizeof(uint);
    }

    /// <summary>Packs stacked sources: (rows × K/8) words of 8 nibbles as compressed-tensors stores them, (rows × K/g) scales.</summary>
    /// <param name="destination"><see cref="PackedBytes"/> bytes, preferably 64-byte aligned.</param>
    public static void Pack(ReadOnlySpan<RowSource> sources, int k, int groupSize, byte* destination, WorkerPool pool)
    {
        CheckShape(RowSource.TotalRows(sources), k, groupSize);
        int groups = k / groupSize;
        nint groupWords = GroupWords(groupSize);
        PanelPacker.CopyScales(sources, groups, (float*)destination, (row, group) =>
            ((nint)(row / PanelLayout.Width) * groups + group) * groupWords + groupSize / 8 * PanelLayout.Width + row % PanelLayout.Width);
        PanelPacker.ForEachPanel(sources, k / 2, pool, (rows, panel) =>
        {
            byte** groupRows = stackalloc byte*[PanelLayout.Width];
            for (int group = 0; group < groups; group++)
            {
                for (int i = 0; i < PanelLayout.Width; i++) groupRows[i] = rows[i] is null ? null : rows[i] + (nint)group * groupSize / 2;
                PanelPacker.InterleaveWords(groupRows, groupSize / 2, (uint*)destination + ((nint)panel * groups + group) * groupWords);
            }
        });
    }

    public override void Multiply(float* x, int m, float* y, nint yStride, WorkerPool pool)
    {
        uint* words = (uint*)packed;
        if (SimdLevel.Has512 && m <= RowProduct.MaxRows)
        {
            RowProduct.Multiply(new NibbleRows512(words, Rows, Columns, GroupSize), x, m, y, yStride, pool);
        }
        else
        {
            PanelProduct.Multiply(new Panels(words, Rows, Columns, GroupSize), x, m, y, yStride, pool);
        }
    }

    private static nint GroupWords(int groupSize) => (nint)(groupSize / 8 + 1) * PanelLayout.Width;

    private static void CheckShape(int n, int k, int groupSize)
    {
        PanelLayout.CheckShape(n, k);
        ArgumentOutOfRangeException.ThrowIfLessThan(groupSize, 8);
        ArgumentOutOfRangeException.ThrowIfNotEqual(groupSize % 8, 0, nameof(groupSize));
        ArgumentOutOfRangeException.ThrowIfNotEqual(k % groupSize, 0, nameof(groupSize));
    }

    private readonly struct Panels(uint* words, int n, int k, int groupSize) : IPanelSource
    {
        public int Rows => n;

        public int Columns => k;

        public int GroupSize => groupSize;

        public float* Read(int panel, int start, int count, float* buffer)
        {
            for (int offset = 0; offset < count; offset += groupSize)
            {
                PanelUnpacker.Nibbles(Group(panel, (start + offset) / groupSize), groupSize, buffer + (nint)offset * PanelLayout.Width);
            }

            return buffer;
        }

        public float* Scales(int panel, int group) => (float*)(Group(panel, group) + (nint)groupSize / 8 * PanelLayout.Width);

        private uint* Group(int panel, int group) => words + ((nint)panel * (k / groupSize) + group) * GroupWords(groupSize);
    }
}
