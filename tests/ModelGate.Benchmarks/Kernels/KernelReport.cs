using ModelGate.Numerics;
using ModelGate.Numerics.Blocks;
using ModelGate.Numerics.Kernels;

namespace ModelGate.Benchmarks.Kernels;

/// <summary>Rates of the numeric kernels beside the machine's measured limits, at one thread and at all.</summary>
internal static class KernelReport
{
    /// <param name="only">Names of sections; empty for all.</param>
    public static void Print(TextWriter output, string[] only)
    {
        bool Wanted(string section) => only.Length == 0 || only.Contains(section);
        output.WriteLine(
            $"Instruction level {SimdLevel.Name}, {Environment.ProcessorCount} processors. MAC = one multiply-add. Best of many runs.");
        if (Wanted("first")) FirstCalls.Print(output);
        foreach (int threads in Environment.ProcessorCount > 1 ? (int[])[1, Environment.ProcessorCount] : [1])
        {
            using var pool = new WorkerPool(threads);
            MachineLimits limits = MachineLimits.Measure(pool);
            output.WriteLine();
            output.WriteLine(
                $"{threads} thread(s): FMA {limits.MultiplyAdds:F0} MAC/ns, int16 {limits.IntegerMultiplyAdds:F0} MAC/ns, " +
                $"memory {limits.ReadBandwidth:F1} GB/s");
            if (Wanted("matrices")) MatrixRates.Print(output, pool, limits);
            if (Wanted("pack")) PackRates.Print(output, pool);
            if (Wanted("attention")) AttentionRates.Print(output, pool, limits);
            if (Wanted("rows")) RowRates.Print(output, pool, limits);
        }
    }
}

/// <param name="MultiplyAdds">FP32 multiply-adds per ns.</param>
/// <param name="IntegerMultiplyAdds">int16 multiply-adds per ns.</param>
/// <param name="ReadBandwidth">Bytes per ns.</param>
internal sealed record MachineLimits(double MultiplyAdds, double IntegerMultiplyAdds, double ReadBandwidth)
{
    public static MachineLimits Measure(WorkerPool pool)
    {
        using var memory = new NativeBuffer(256L << 20);
        memory.Clear();
        return new MachineLimits(
            MachinePeak.MultiplyAdds(pool), MachinePeak.IntegerMultiplyAdds(pool), MachinePeak.ReadBandwidth(memory, pool));
    }
}
