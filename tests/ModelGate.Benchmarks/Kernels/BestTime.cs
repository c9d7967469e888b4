using System.Diagnostics;
using System.Runtime.InteropServices;
using ModelGate.Numerics;

namespace ModelGate.Benchmarks.Kernels;

/// <summary>
/// Seconds of the fastest of many runs: on a shared machine the others measure its other guests. One thread is timed by its own
/// processor time where the system tells it (Linux), several by the wall clock.
/// </summary>
internal static partial class BestTime
{
    private const int ThreadProcessorTime = 3;

    public static double Of(WorkerPool pool, Action action, double budgetSeconds = 1.0)
    {
        bool processorTime = pool.Threads == 1 && OperatingSystem.IsLinux();
        action();
        action();
        double best = double.PositiveInfinity;
        long begun = Stopwatch.GetTimestamp();
        for (int run = 0; run < 3 || (run < 2000 && Stopwatch.GetElapsedTime(begun).TotalSeconds < budgetSeconds); run++)
        {
            double start = processorTime ? ProcessorSeconds() : WallSeconds();
            action();
            best = Math.Min(best, (processorTime ? ProcessorSeconds() : WallSeconds()) - start);
        }

        return best;
    }

    private static double WallSeconds() => Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    private static double ProcessorSeconds()
    {
        Marshal.ThrowExceptionForHR(ReadClock(ThreadProcessorTime, out Moment moment));
        return moment.Seconds + moment.Nanoseconds * 1e-9;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out Moment moment);

    private struct Moment
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
