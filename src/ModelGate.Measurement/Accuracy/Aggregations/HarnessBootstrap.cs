using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.Aggregations;

/// <summary>The harness's <c>bootstrap_stderr</c>: chunks of 1000 resamples, Python's generator seeded with the chunk's number.</summary>
internal static class HarnessBootstrap
{
    private const int ChunkSize = 1000;

    /// <summary>Sample standard deviation of a function of the resamples' means.</summary>
    /// <param name="values">At least two.</param>
    /// <param name="draws">A multiple of 1000; the harness draws 100,000.</param>
    public static double StandardError(double[] values, Func<double, double> ofMean, int draws = 100_000)
    {
        double[] statistics = new double[draws];
        Parallel.For(0, draws / ChunkSize, chunk =>
        {
            PythonRandom random = new(chunk);
            int[] drawn = new int[values.Length];
            for (int i = 0; i < ChunkSize; i++)
            {
                random.Choices(values.Length, drawn);
                double sum = 0;
                foreach (int index in drawn) sum += values[index];
                statistics[(chunk * ChunkSize) + i] = ofMean(sum / values.Length);
            }
        });
        double mean = statistics.Average();
        return Math.Sqrt(statistics.Sum(value => (value - mean) * (value - mean)) / (draws - 1));
    }
}
