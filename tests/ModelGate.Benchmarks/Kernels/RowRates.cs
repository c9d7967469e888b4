using ModelGate.Numerics;
using ModelGate.Numerics.Kernels;

namespace ModelGate.Benchmarks.Kernels;

/// <summary>Row-wise kernels on one thread, the pool's fork and join, and GPTQ's matrix sums.</summary>
internal static unsafe class RowRates
{
    public static void Print(TextWriter output, WorkerPool pool, MachineLimits limits)
    {
        float[] x = [.. Enumerable.Range(0, 131_072).Select(i => (i * 37 % 101 - 50) / 10f)];
        float[] y = new float[x.Length];
        float[] weight = [.. x.Select(_ => 1f)];
        Print("rms-norm 2048", 2048, () => RmsNorm.Apply(x.AsSpan(0, 2048), weight.AsSpan(0, 2048), 1e-5f, y));
        Print("rms-norm 2048 bf16", 2048, () => RmsNorm.Apply(x.AsSpan(0, 2048), weight.AsSpan(0, 2048), 1e-5f, y, Rounding.BFloat16));
        Print("swiglu 8192", 8192, () => SwiGlu.Apply(x.AsSpan(0, 8192), weight.AsSpan(0, 8192), y));
        Print("log-sum-exp 131072", x.Length, () => LogitsRow.LogSumExp(x));
        Print("arg-max 131072", x.Length, () => LogitsRow.ArgMax(x));
        Print("divergence 131072", x.Length, () => LogitsRow.Divergence(x, weight));
        output.WriteLine($"  fork and join: {BestTime.Of(pool, () => Forks(pool), 0.5) * 1e6 / 100:F2} us");

        const int Tokens = 512;
        const int K = 1024;
        using NativeBuffer activations = NativeBuffer.OfFloats(Tokens * K);
        using NativeBuffer h = NativeBuffer.OfFloats((long)K * K);
        activations.Clear();
        h.Clear();
        Rate("rank update 512 x 1024", Tokens * (double)K * (K + 1) / 2, () =>
            SymmetricRankUpdate.Accumulate(activations.Floats, Tokens, K, h.Floats, pool));
        Rate("matrix update 1024 x 1024 x 128", 128.0 * K * K, () =>
            MatrixUpdate.Subtract(activations.Floats, 128, activations.Floats, K, h.Floats, K, K, K, 128, pool));

        void Print(string name, int elements, Action action)
        {
            const int Repeats = 20;
            double seconds = BestTime.Of(pool, () =>
            {
                for (int i = 0; i < Repeats; i++) action();
            }, 0.3);
            output.WriteLine($"  {name,-20}: {seconds * 1e9 / Repeats / elements,6:F3} ns an element");
        }

        void Rate(string name, double multiplyAdds, Action action)
        {
            double rate = multiplyAdds / BestTime.Of(pool, action) * 1e-9;
            output.WriteLine($"  {name}: {rate:F1} MAC/ns = {rate / limits.MultiplyAdds:P0} of peak");
        }
    }

    private static void Forks(WorkerPool pool)
    {
        for (int i = 0; i < 100; i++) pool.Run(pool.Threads, static (_, _) => { });
    }
}
