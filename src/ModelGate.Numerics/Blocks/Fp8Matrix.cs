using ModelGate.Numerics.Kernels;

namespace ModelGate.Numerics.Blocks;

/// <summary>W8A8 in E4M3: weights with one scale per output channel, activations quantized per token while multiplying.</summary>
/// <remarks>
/// Layout: [N/32][K/2][16] words of 4 bytes: (k, channel j), (k + 1, j), (k, j + 16), (k + 1, j + 16), an odd K completed with zero
/// weights; then N padded to 32 FP32 channel scales, 0 for padding.
/// Arithmetic: token scale s = max(max|x|, 1e-5) / 448; x / s rounded to the E4M3 grid (nearest even, clamped to ±448); products of two
/// E4M3 values are exact in FP32; one FMA chain over ascending k; y = (sum · s) · channel scale. The hardware format is emulated.
/// </remarks>
public sealed unsafe class Fp8Matrix(byte* packed, int n, int k) : PackedMatrix
{
    public override int Rows => n;

    public override int Columns => k;

    public override long PackedByteCount => PackedBytes(n, k);

    private float* ChannelScales => (float*)(packed + CodeBytes(n, k));

    public static long PackedBytes(int n, int k)
    {
        PanelLayout.CheckShape(n, k);
        return CodeBytes(n, k) + (long)PanelLayout.PanelCount(n) * PanelLayout.Width * sizeof(float);
    }

    /// <summary>Packs stacked (rows × K) E4M3 codes with one scale a row. NaN codes multiply as NaN; reject them when loading.</summary>
    /// <param name="destination"><see cref="PackedBytes"/> bytes, preferably 64-byte aligned.</param>
    public static void Pack(ReadOnlySpan<RowSource> sources, int k, byte* destination, WorkerPool pool)
    {
        int n = RowSource.TotalRows(sources);
        nint steps = (k + 1) / 2;
        PanelPacker.CopyScales(sources, 1, (float*)(destination + CodeBytes(n, k)), static (row, _) => row);
        PanelPacker.ForEachPanel(sources, k, pool, (rows, panel) =>
            PanelPacker.InterleaveHalfWordPairs(rows, k, (uint*)destination + panel * steps * 16));
    }

    public override void Multiply(float* x, int m, float* y, nint yStride, WorkerPool pool)
    {
        if (m <= 0) return;
        float* tokenScales = (float*)pool.TokenScratch((long)m * (k + 1) * sizeof(float));
        float* rounded = tokenScales + m;
        TokenQuantizer.ToE4M3(x, m, k, rounded, tokenScales, pool);
        uint* words = (uint*)packed;
        if (SimdLevel.HasVbmi && m <= RowProduct.MaxRows)
        {
            RowProduct.Multiply(new E4M3Rows512(words, n, k), rounded, m, y, yStride, pool, tokenScales, ChannelScales);
        }
        else
        {
            PanelProduct.Multiply(new Panels(words, n, k), rounded, m, y, yStride, pool, tokenScales, ChannelScales);
        }
    }

    private static long CodeBytes(int n, int k) => PanelLayout.PanelCount(n) * (((long)k + 1) / 2) * 64;

    private readonly struct Panels(uint* words, int n, int k) : IPanelSource
    {
        public int Rows => n;

        public int Columns => k;

        public int GroupSize => 0;

        public float* Read(int panel, int start, int count, float* buffer)
        {
            uint* at = words + ((nint)panel * ((k + 1) / 2) + start / 2) * 16;
            if (SimdLevel.HasVbmi) E4M3Rows512.Unpack(at, count, buffer);
            else PanelUnpacker.E4M3Pairs(at, count, buffer);
            return buffer;
        }

        public float* Scales(int panel, int group) => null;
    }
}
