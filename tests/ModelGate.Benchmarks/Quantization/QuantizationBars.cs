using System.Text.Json;
using ModelGate.Quantization;
using ModelGate.Quantization.Calibration;
using ModelGate.Testing;

namespace ModelGate.Benchmarks.Quantization;

/// <summary>Quantizes the demo model by every reference recipe and prints time and divergence beside their limits.</summary>
internal static class QuantizationBars
{
    private const double AllowedRatio = 1.1;
    private const double Int4Seconds = 30;

    /// <param name="only">Names of recipes; none for all.</param>
    /// <returns>Whether every figure is within its limit.</returns>
    public static bool Run(TextWriter output, IReadOnlyList<string> only)
    {
        using JsonDocument reference = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(Repository.Demo, "reference", "quantization.json")));
        var divergence = new LogitsDivergence(Repository.DemoModel, Path.Combine(Repository.Demo, "tasks", "text.jsonl"));
        double nearest = reference.RootElement.GetProperty("int4-rtn").GetProperty("kl").GetDouble();
        var calibration = new CalibrationSettings(
            new CalibrationSource.TextFile(Path.Combine(Repository.Demo, "tasks", "calibration.jsonl")), 512, 128);
        string directory = Directory.CreateTempSubdirectory("quantization-bars").FullName;
        bool allWithin = true;
        output.WriteLine($"{Environment.ProcessorCount} threads, {divergence.Positions} positions of text.jsonl, FP32 mode");
        output.WriteLine("recipe            KL      limit  ratio  top-1   windows  seconds  CPU s  size");
        try
        {
            foreach ((string name, QuantizationRecipe recipe) in DemoRecipes.All)
            {
                if (only.Count > 0 && !only.Contains(name)) continue;
                string result = Path.Combine(directory, name);
                TimeSpan before = Environment.CpuUsage.TotalTime;
                QuantizationRun run = new Quantizer(TimeProvider.System).Run(
                    new QuantizationRequest(Repository.DemoModel, result, recipe, calibration));
                TimeSpan busy = Environment.CpuUsage.TotalTime - before;
                (double kl, double agreement) = divergence.Of(result);
                double limit = reference.RootElement.TryGetProperty(name, out JsonElement known)
                    ? AllowedRatio * known.GetProperty("kl").GetDouble()
                    : nearest;
                double size = run.Report.TensorBytes / (double)run.Report.SourceTensorBytes;
                bool isWithin = kl <= limit
                    && (!name.StartsWith("int4", StringComparison.Ordinal) || run.Elapsed.TotalSeconds < Int4Seconds);
                allWithin &= isWithin;
                output.WriteLine(
                    $"{name,-14} {kl:F6} {limit:F6} {kl / limit * AllowedRatio,6:F3} {agreement:F5} {run.Report.Calibration?.Windows,8} "
                    + $"{run.Elapsed.TotalSeconds,8:F2} {busy.TotalSeconds,6:F2} {size,6:F3} {(isWithin ? "" : "MISSED")}");
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        return allWithin;
    }
}
