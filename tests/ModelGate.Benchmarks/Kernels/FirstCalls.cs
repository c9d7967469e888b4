using System.Diagnostics;
using ModelGate.Numerics;
using ModelGate.Numerics.Blocks;

namespace ModelGate.Benchmarks.Kernels;

/// <summary>What a small model pays once: compiling the kernels on their first call.</summary>
internal static unsafe class FirstCalls
{
    private const int N = 256;
    private const int K = 256;

    public static void Print(TextWriter output)
    {
        using var pool = new WorkerPool(1);
        using var source = new NativeBuffer(N * K * 4);
        source.Clear();
        using var packed = new NativeBuffer(N * K * 5);
        using NativeBuffer x = NativeBuffer.OfFloats(64 * K);
        x.Clear();
        using NativeBuffer y = NativeBuffer.OfFloats(64 * N);
        RowSource[] rows = [new RowSource(source.Data, N, (float*)source.Data)];
        Time("bf16 pack", () => BF16Matrix.Pack(rows, K, packed.Data, pool));
        PackedMatrix matrix = new BF16Matrix(packed.Data, N, K);
        foreach (int m in (int[])[1, 4, 47, 47]) Time($"bf16 m {m}", () => matrix.Multiply(x.Floats, m, y.Floats, N, pool));
        Time("int8 pack", () => Int8Matrix.Pack(rows, K, packed.Data, pool));
        matrix = new Int8Matrix(packed.Data, N, K);
        foreach (int m in (int[])[1, 4, 47, 47]) Time($"int8 m {m}", () => matrix.Multiply(x.Floats, m, y.Floats, N, pool));

        void Time(string name, Action action)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            output.WriteLine($"  first call, {name,-10}: {Stopwatch.GetElapsedTime(start).TotalMilliseconds,6:F2} ms");
        }
    }
}
