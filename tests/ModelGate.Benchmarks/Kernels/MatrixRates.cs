using ModelGate.Numerics;
using ModelGate.Numerics.Blocks;

namespace ModelGate.Benchmarks.Kernels;

/// <summary>Matrix products of every format: decoding (memory-bound) and prefill (compute-bound).</summary>
internal static unsafe class MatrixRates
{
    private const int N = 8192;
    private const int K = 2048;

    private static readonly string[] Formats = ["f32", "bf16", "int8", "fp8", "int4", "int8-weight-only"];

    public static void Print(TextWriter output, WorkerPool pool, MachineLimits limits)
    {
        foreach (string format in Formats)
        {
            // Decoding reads more weights than caches hold: a ring of matrices.
            long bytes = Bytes(format);
            int copies = (int)Math.Max(1, (192L << 20) / bytes);
            using var packed = new NativeBuffer(bytes * copies);
            PackedMatrix[] ring = [.. Enumerable.Range(0, copies).Select(i => Make(format, packed.Data + i * bytes, pool))];
            using NativeBuffer x = NativeBuffer.OfFloats(512L * K);
            using NativeBuffer y = NativeBuffer.OfFloats(512L * N);
            for (int i = 0; i < 512 * K; i++) x.Floats[i] = (i * 37 % 101 - 50) / 50f;
            foreach (int m in (int[])[1, 4])
            {
                double seconds = BestTime.Of(pool, () => Array.ForEach(ring, matrix => matrix.Multiply(x.Floats, m, y.Floats, N, pool)));
                double rate = bytes * copies / seconds * 1e-9;
                output.WriteLine($"  {format,-16} m {m,3}: {rate,6:F1} GB/s = {rate / limits.ReadBandwidth,4:P0} of memory");
            }

            double peak = format == "int8" ? limits.IntegerMultiplyAdds : limits.MultiplyAdds;
            foreach (int m in (int[])[12, 48, 504])
            {
                double seconds = BestTime.Of(pool, () => ring[0].Multiply(x.Floats, m, y.Floats, N, pool));
                double rate = (double)m * N * K / seconds * 1e-9;
                output.WriteLine($"  {format,-16} m {m,3}: {rate,6:F1} MAC/ns = {2 * rate,4:F0} GFLOP/s = {rate / peak,4:P0} of peak");
            }
        }
    }

    private static long Bytes(string format) => format switch
    {
        "f32" => F32Matrix.PackedBytes(N, K),
        "bf16" => BF16Matrix.PackedBytes(N, K),
        "int8" => Int8Matrix.PackedBytes(N, K),
        "fp8" => Fp8Matrix.PackedBytes(N, K),
        "int4" => Int4Matrix.PackedBytes(N, K, 128),
        _ => Int8WeightOnlyMatrix.PackedBytes(N, K, 128),
    };

    private static PackedMatrix Make(string format, byte* packed, WorkerPool pool)
    {
        using var source = new NativeBuffer((long)N * K * sizeof(float));
        using NativeBuffer scales = NativeBuffer.OfFloats((long)N * K / 128);
        for (long i = 0; i < source.ByteCount; i++) source.Data[i] = (byte)(i * 31 % 63);
        for (long i = 0; i < (long)N * K / 128; i++) scales.Floats[i] = 0.01f;
        RowSource[] rows = [new RowSource(source.Data, N, scales.Floats)];
        switch (format)
        {
            case "f32": F32Matrix.Pack(rows, K, packed, pool); return new F32Matrix(packed, N, K);
            case "bf16": BF16Matrix.Pack(rows, K, packed, pool); return new BF16Matrix(packed, N, K);
            case "int8": Int8Matrix.Pack(rows, K, packed, pool); return new Int8Matrix(packed, N, K);
            case "fp8": Fp8Matrix.Pack(rows, K, packed, pool); return new Fp8Matrix(packed, N, K);
            case "int4": Int4Matrix.Pack(rows, K, 128, packed, pool); return new Int4Matrix(packed, N, K, 128);
            default: Int8WeightOnlyMatrix.Pack(rows, K, 128, packed, pool); return new Int8WeightOnlyMatrix(packed, N, K, 128);
        }
    }
}
