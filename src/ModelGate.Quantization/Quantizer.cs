using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Numerics;
using ModelGate.Quantization.Calibration;
using ModelGate.Quantization.CompressedTensors;
using ModelGate.Quantization.Modules;
using ModelGate.Quantization.Passes;

namespace ModelGate.Quantization;

/// <summary>Makes a compressed-tensors checkpoint of a Hugging Face one. The same request gives the same bytes.</summary>
/// <param name="clock">Times the run.</param>
public sealed class Quantizer(TimeProvider clock)
{
    /// <summary>
    /// The key of what <see cref="Run"/> would make, so that a finished result can be found instead; reads source and calibration text.
    /// </summary>
    /// <exception cref="DiagnosticException">As <see cref="Run"/>, before any work.</exception>
    public static string KeyOf(QuantizationRequest request)
    {
        using SourceModel source = SourceModel.Open(request.ModelDirectory);
        QuantizationPlan.Create(source, request.Recipe, request.Target, request.RecipePlace);
        return RecipeKey.Of(source.ContentHash(), request.Recipe, Calibrate(request, source)?.Report.ContentHash);
    }

    /// <summary>Plans, calibrates, quantizes, writes, reads back. The output folder appears at the end, or not at all.</summary>
    /// <exception cref="DiagnosticException">
    /// QG05xx: recipe, calibration text, output folder or read-back; QG02xx, QG03xx: the model's files.
    /// </exception>
    /// <exception cref="OperationCanceledException">Nothing is left behind.</exception>
    public QuantizationRun Run(
        QuantizationRequest request, IProgress<QuantizationProgress>? progress = null, CancellationToken cancel = default)
    {
        long start = clock.GetTimestamp();
        using SourceModel source = SourceModel.Open(request.ModelDirectory);
        QuantizationPlan plan = QuantizationPlan.Create(source, request.Recipe, request.Target, request.RecipePlace);
        CalibrationWindows? calibration = Calibrate(request, source);
        using OutputDirectory output = OutputDirectory.Create(request.OutputDirectory, request.ModelDirectory);
        using var pool = new WorkerPool(request.Threads);
        using var writer = CheckpointWriter.Create(source.Tensors, plan, output.Partial);
        var record = new QuantizationRecord(plan, writer);

        if (calibration is null) TensorwiseQuantization.Run(source.Tensors, plan, request.Recipe, pool, record, progress, cancel);
        else new LayerwiseQuantization(source.Checkpoint!, plan, request.Recipe, calibration.Windows, pool).Run(record, progress, cancel);

        progress?.Report(new QuantizationProgress("writing and reading back", 1));
        writer.Finish(cancel);
        output.CopyCompanions(request.ModelDirectory);
        byte[] config = QuantizationConfigWriter.Merge(
            File.ReadAllBytes(Path.Combine(request.ModelDirectory, "config.json")), ConfigGroups.Of(plan, request.Recipe), request.Recipe);
        File.WriteAllBytes(Path.Combine(output.Partial, "config.json"), config);
        QuantizationReport report = Report(request, source, plan, calibration, record);
        File.WriteAllBytes(Path.Combine(output.Partial, QuantizationReport.FileName), QuantizationReportJson.Serialize(report));
        new ReadBack(source.Tensors, plan, record.Digests, record.Norms).Check(output.Partial, source.Checkpoint is not null, cancel);
        output.Commit();
        return new QuantizationRun(report, clock.GetElapsedTime(start));
    }

    private static CalibrationWindows? Calibrate(QuantizationRequest request, SourceModel source)
    {
        if (!request.Recipe.NeedsCalibration) return null;
        if (request.Calibration is not { } settings)
        {
            string smoothing = request.Recipe.SmoothQuantAlpha is null ? "" : " with smoothquant";
            throw new DiagnosticException(
                QuantizationCodes.CalibrationMissing, request.RecipePlace ?? new SourcePoint(request.ModelDirectory),
                $"The algorithm {request.Recipe.Quantizer.Name}{smoothing} needs calibration text.",
                "Name a file of texts, or choose algorithm rtn.");
        }

        ModelConfig config = source.Checkpoint!.Config;
        return CalibrationWindows.Build(settings, request.ModelDirectory, config.VocabularySize, config.FullAttentionLength);
    }

    private static QuantizationReport Report(
        QuantizationRequest request, SourceModel source, QuantizationPlan plan, CalibrationWindows? calibration, QuantizationRecord record)
    {
        string sourceHash = source.ContentHash();
        return new QuantizationReport
        {
            RecipeKey = RecipeKey.Of(sourceHash, request.Recipe, calibration?.Report.ContentHash),
            SourceHash = sourceHash,
            Recipe = RecipeRecord.Of(request.Recipe),
            SourceTensorBytes = plan.SourceTensorBytes,
            TensorBytes = plan.TensorBytes,
            Modules = record.Modules(),
            Calibration = calibration?.Report,
            Notes =
            [
                .. plan.Notes,
                .. calibration is null ? [] : CalibrationNotes.Of(request.Calibration!, calibration.Report, request.Recipe, plan),
                .. record.Notes(),
            ],
        };
    }
}

/// <param name="Elapsed">Wall-clock time, kept apart from what the same request always gives.</param>
public sealed record QuantizationRun(QuantizationReport Report, TimeSpan Elapsed);
