using ModelGate.Numerics;
using ModelGate.Numerics.Blocks;

namespace ModelGate.Benchmarks.Kernels;

/// <summary>Packing: bytes of source read per second.</summary>
internal static unsafe class PackRates
{
    private const int N = 8192;
    private const int K = 2048;

    public static void Print(TextWriter output, WorkerPool pool)
    {
        using var source = new NativeBuffer((long)N * K * sizeof(float));
        source.Clear();
        using NativeBuffer scales = NativeBuffer.OfFloats((long)N * K / 128);
        scales.Clear();
        using var packed = new NativeBuffer(F32Matrix.PackedBytes(N, K));
        RowSource[] rows = [new RowSource(source.Data, N, scales.Floats)];
        Print("f32", 4, () => F32Matrix.Pack(rows, K, packed.Data, pool));
        Print("bf16", 2, () => BF16Matrix.Pack(rows, K, packed.Data, pool));
        Print("int8", 1, () => Int8Matrix.Pack(rows, K, packed.Data, pool));
        Print("fp8", 1, () => Fp8Matrix.Pack(rows, K, packed.Data, pool));
        Print("int4", 0.5, () => Int4Matrix.Pack(rows, K, 128, packed.Data, pool));

        void Print(string format, double bytesEach, Action pack) =>
            output.WriteLine($"  pack {format,-5}: {N * (double)K * bytesEach / BestTime.Of(pool, pack) * 1e-9,5:F2} GB/s of source");
    }
}
