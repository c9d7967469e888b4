using System.Text.Json;
using ModelGate.Quantization;

namespace ModelGate.Gate.Runs;

/// <summary>Makes the checkpoints that a plan's recipes describe, each once for each recipe key.</summary>
internal sealed class CheckpointStage(IRunProgress progress, TimeProvider clock)
{
    public QuantizationReport Ensure(PlannedCandidate.ToQuantize candidate, CancellationToken cancel)
    {
        progress.Begin($"quantize {candidate.Name}");
        string directory = candidate.Request.OutputDirectory;
        if (Finished(directory) is { } earlier && earlier.RecipeKey == candidate.Key)
        {
            progress.End("made by an earlier run");
            return earlier;
        }

        QuantizationRun run = new Quantizer(clock).Run(candidate.Request, new Forward(progress), cancel);
        progress.End($"{run.Report.TensorBytes / 1e6:F2} MB of {run.Report.SourceTensorBytes / 1e6:F2} MB");
        return run.Report;
    }

    private static QuantizationReport? Finished(string directory)
    {
        try
        {
            return Directory.Exists(directory) ? QuantizationReportJson.Read(directory) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class Forward(IRunProgress progress) : IProgress<QuantizationProgress>
    {
        public void Report(QuantizationProgress value) => progress.Advance(value.Fraction, value.Stage);
    }
}
