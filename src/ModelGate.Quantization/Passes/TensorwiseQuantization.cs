using ModelGate.Models.Formats;
using ModelGate.Numerics;
using ModelGate.Quantization.Modules;
using ModelGate.Quantization.Quantizers;

namespace ModelGate.Quantization.Passes;

/// <summary>
/// Quantizes one tensor after another without knowing the model: for recipes that need no calibration, and any architecture.
/// </summary>
/// <remarks>Holds one weight at a time: 4 bytes a weight for its FP32 form and 1 for its codes.</remarks>
internal static class TensorwiseQuantization
{
    public static void Run(
        SafetensorsCollection source, QuantizationPlan plan, QuantizationRecipe recipe, WorkerPool pool, IQuantizedSink sink,
        IProgress<QuantizationProgress>? progress, CancellationToken cancel)
    {
        PlannedModule[] modules = [.. plan.Modules.Where(module => module.Scheme is not null)];
        long weights = modules.Sum(module => (long)module.Source.Rows * module.Source.Columns);
        long done = 0;
        for (int i = 0; i < modules.Length; i++)
        {
            cancel.ThrowIfCancellationRequested();
            PlannedModule module = modules[i];
            progress?.Report(new QuantizationProgress($"quantizing layer {i + 1} of {modules.Length}", done / (double)weights));
            string tensor = $"{module.Name}.weight";
            using WeightMatrix weight = WeightMatrix.From(source[tensor], tensor, source.FileOf(tensor));
            var problem = new LinearProblem(module.Name, weight, module.Scheme!, Inputs: null);
            RoundedLinear rounded = recipe.Quantizer.Round(problem, recipe, pool);
            using QuantizedMatrix matrix = rounded.Matrix;
            sink.Take(module.Name, matrix, nearest: null, RoundingError.Of(problem, matrix, pool), rounded.Notes);
            done += (long)weight.Rows * weight.Columns;
        }
    }
}
