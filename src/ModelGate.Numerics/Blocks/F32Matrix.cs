using ModelGate.Numerics.Kernels;

namespace ModelGate.Numerics.Blocks;

/// <summary>FP32 weights.</summary>
/// <remarks>
/// Layout: [N/32][K][32] floats. y[m, n] is one FMA chain over ascending k, starting at +0.
/// </remarks>
public sealed unsafe class F32Matrix(byte* packed, int n, int k) : PackedMatrix
{
    public override int Rows => n;

    public override int Columns => k;

    public override long PackedByteCount => PackedBytes(n, k);

    public static long PackedBytes(int n, int k)
    {
        PanelLayout.CheckShape(n, k);
        return PanelLayout.PanelCount(n) * (long)k * PanelLayout.Width * sizeof(float);
    }

    /// <summary>Packs stacked (rows × K) FP32 sources.</summary>
    /// <param name="destination"><see cref="PackedBytes"/> bytes, preferably 64-byte aligned.</param>
    public static void Pack(ReadOnlySpan<RowSource> sources, int k, byte* destination, WorkerPool pool) =>
        PanelPacker.ForEachPanel(sources, (long)k * sizeof(float), pool, (rows, panel) =>
            PanelPacker.InterleaveWords(rows, (nint)k * sizeof(float), (uint*)destination + (nint)panel * k * PanelLayout.Width));

    public override void Multiply(float* x, int m, float* y, nint yStride, WorkerPool pool) =>
        PanelProduct.Multiply(new Panels((float*)packed, n, k), x, m, y, yStride, pool);

    private readonly struct Panels(float* data, int n, int k) : IPanelSource
    {
        public int Rows => n;

        public int Columns => k;

        public int GroupSize => 0;

        public float* Read(int panel, int start, int count, float* buffer) => data + ((nint)panel * k + start) * PanelLayout.Width;

        public float* Scales(int panel, int group) => null;
    }
}
