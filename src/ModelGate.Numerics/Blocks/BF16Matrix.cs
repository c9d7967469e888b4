using ModelGate.Numerics.Kernels;

namespace ModelGate.Numerics.Blocks;

/// <summary>bfloat16 weights, FP32 activations and sums.</summary>
/// <remarks>
/// Layout: [N/32][K][16] pairs of 16 bits; pair j of a panel holds channel j (low half) and channel j + 16 (high half), so that one shift
/// and one mask widen 32 weights to FP32. y[m, n] is one FMA chain over ascending k, starting at +0.
/// </remarks>
public sealed unsafe class BF16Matrix(byte* packed, int n, int k) : PackedMatrix
{
    public override int Rows => n;

    public override int Columns => k;

    public override long PackedByteCount => PackedBytes(n, k);

    public static long PackedBytes(int n, int k)
    {
        PanelLayout.CheckShape(n, k);
        return PanelLayout.PanelCount(n) * (long)k * PanelLayout.Width * sizeof(ushort);
    }

    /// <summary>Packs stacked (rows × K) bfloat16 sources.</summary>
    /// <param name="destination"><see cref="PackedBytes"/> bytes, preferably 64-byte aligned.</param>
    public static void Pack(ReadOnlySpan<RowSource> sources, int k, byte* destination, WorkerPool pool) =>
        PanelPacker.ForEachPanel(sources, (long)k * sizeof(ushort), pool, (rows, panel) =>
            PanelPacker.InterleaveHalfWordPairs(rows, (nint)k * sizeof(ushort), (uint*)destination + (nint)panel * k * 16));

    public override void Multiply(float* x, int m, float* y, nint yStride, WorkerPool pool)
    {
        uint* pairs = (uint*)packed;
        if (SimdLevel.Has512 && m <= RowProduct.MaxRows) RowProduct.Multiply(new BFloat16Rows512(pairs, n, k), x, m, y, yStride, pool);
        else PanelProduct.Multiply(new Panels(pairs, n, k), x, m, y, yStride, pool);
    }

    private readonly struct Panels(uint* pairs, int n, int k) : IPanelSource
    {
        public int Rows => n;

        public int Columns => k;

        public int GroupSize => 0;

        public float* Read(int panel, int start, int count, float* buffer)
        {
            PanelUnpacker.BFloat16Pairs(pairs + ((nint)panel * k + start) * 16, count, buffer);
            return buffer;
        }

        public float* Scales(int panel, int group) => null;
    }
}
