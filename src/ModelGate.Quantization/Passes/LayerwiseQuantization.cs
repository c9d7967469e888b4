using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;
using ModelGate.Quantization.Hessians;
using ModelGate.Quantization.Modules;
using ModelGate.Quantization.Quantizers;

namespace ModelGate.Quantization.Passes;

/// <summary>
/// Quantizes decoder layer after decoder layer: calibration tokens run through the layer to show what its linears read, the layer is
/// quantized, then the tokens run through the quantized layer, so that the next one is solved for the inputs it will really see.
/// </summary>
internal sealed class LayerwiseQuantization(
    Checkpoint checkpoint, QuantizationPlan plan, QuantizationRecipe recipe, IReadOnlyList<int[]> windows, WorkerPool pool)
{
    private readonly Dictionary<string, QuantizationScheme> schemes = plan.Modules.Where(module => module.Scheme is not null)
        .ToDictionary(module => module.Name, module => module.Scheme!, StringComparer.Ordinal);

    /// <param name="sink">Receives every quantized layer and changed norm.</param>
    /// <param name="progress">Told what is being done and the share that is finished.</param>
    public void Run(IQuantizedSink sink, IProgress<QuantizationProgress>? progress, CancellationToken cancel)
    {
        int layers = checkpoint.Config.LayerCount;
        int steps = recipe.SmoothQuantAlpha is null ? layers : 2 * layers;
        int done = 0;
        IReadOnlyList<(ChannelMagnitudes Attention, ChannelMagnitudes Mlp)>? peaks = recipe.SmoothQuantAlpha is null
            ? null
            : SmoothingPass.Run(checkpoint, windows, pool, layer => Report("measuring the inputs of", layer), cancel);

        using var decoder = new CalibrationDecoder(checkpoint);
        using var pass = new LayerwisePass(decoder.Decoder, windows, pool);
        for (int layer = 0; layer < layers; layer++)
        {
            cancel.ThrowIfCancellationRequested();
            Report("quantizing", layer);
            Quantize(layer, decoder, pass, peaks?[layer], sink, cancel);
        }

        void Report(string action, int layer) =>
            progress?.Report(new QuantizationProgress($"{action} layer {layer + 1} of {layers}", done++ / (double)steps));
    }

    private void Quantize(
        int layer, CalibrationDecoder decoder, LayerwisePass pass, (ChannelMagnitudes Attention, ChannelMagnitudes Mlp)? peaks,
        IQuantizedSink sink, CancellationToken cancel)
    {
        using LayerWeights weights = LayerWeights.Load(checkpoint, layer, schemes, recipe.Quantizer.NeedsCalibration);
        DecoderLayerProblem problem = weights.Problem;
        if (peaks is { } seen) Smooth(problem, seen);
        if (recipe.Quantizer.NeedsCalibration && problem.Linears.Any())
        {
            weights.LoadInto(decoder, layer, new Dictionary<string, QuantizedMatrix>(), pool);
            var collector = new InputCollector(pool);
            weights.Announce(collector);
            pass.Observe(layer, collector, cancel);
            weights.CompleteInputs(pool);
        }

        var quantized = new Dictionary<string, QuantizedMatrix>(StringComparer.Ordinal);
        try
        {
            Dictionary<string, RoundingError>? nearest = recipe.Quantizer is RoundToNearest
                ? null
                : problem.Linears.ToDictionary(linear => linear.Name, RoundedToNearest, StringComparer.Ordinal);
            IReadOnlyList<ModuleNote> layerNotes = recipe.Quantizer.Prepare(problem, pool);
            foreach (LinearProblem linear in problem.Linears)
            {
                cancel.ThrowIfCancellationRequested();
                RoundedLinear rounded = recipe.Quantizer.Round(linear, recipe, pool);
                quantized.Add(linear.Name, rounded.Matrix);
                RoundingError error = RoundingError.Of(linear, rounded.Matrix, pool);
                IEnumerable<ModuleNote> notes = layerNotes.Where(note => note.Module == linear.Name);
                sink.Take(linear.Name, rounded.Matrix, nearest?[linear.Name], error, [.. notes, .. rounded.Notes]);
            }

            if (weights.InputNorm.IsChanged) sink.Take(weights.InputNorm);
            if (weights.PostAttentionNorm.IsChanged) sink.Take(weights.PostAttentionNorm);
            if (layer == checkpoint.Config.LayerCount - 1) return;
            weights.LoadInto(decoder, layer, quantized, pool);
            pass.Advance(layer, cancel);
        }
        finally
        {
            foreach (QuantizedMatrix matrix in quantized.Values) matrix.Dispose();
        }
    }

    private void Smooth(DecoderLayerProblem problem, (ChannelMagnitudes Attention, ChannelMagnitudes Mlp) peaks)
    {
        var smoothing = new SmoothQuant(recipe.SmoothQuantAlpha!.Value);
        smoothing.Apply(problem.InputNorm, WithActivations(problem.Attention), peaks.Attention, pool);
        smoothing.Apply(problem.PostAttentionNorm, WithActivations(problem.Mlp), peaks.Mlp, pool);
    }

    /// <summary>A fused unit has one scheme, so all its linears pass or none.</summary>
    private static LinearProblem[] WithActivations(IReadOnlyList<LinearProblem> linears) =>
        [.. linears.Where(linear => linear.Scheme.Activations is not null)];

    private RoundingError RoundedToNearest(LinearProblem linear)
    {
        using QuantizedMatrix matrix = new RoundToNearest().Round(linear, recipe, pool).Matrix;
        return RoundingError.Of(linear, matrix, pool);
    }
}
