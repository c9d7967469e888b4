using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Numerics;
using ModelGate.Quantization.Modules;

namespace ModelGate.Quantization;

/// <summary>What a recipe would do to a model, found from file headers alone and before any calibration.</summary>
/// <param name="Modules">All layers that the recipe decides about, in file order.</param>
/// <param name="Kept">Linear layers that stay as they are in every recipe, such as <c>lm_head</c>.</param>
/// <param name="SourceTensorBytes">Bytes of all tensors of the source.</param>
/// <param name="Notes">What the user should know.</param>
public sealed record QuantizationPlan(
    IReadOnlyList<PlannedLinear> Modules,
    IReadOnlyList<SourceLinear> Kept,
    long SourceTensorBytes,
    IReadOnlyList<QuantizationNote> Notes)
{
    private static readonly int[] UsualGroupSizes = [128, 64, 32];

    /// <summary>Bytes of all tensors of the result.</summary>
    public long TensorBytes => SourceTensorBytes + Modules.Sum(module => module.Bytes - module.Source.Bytes);

    /// <param name="modelDirectory">Only headers are read.</param>
    /// <param name="at">Where the recipe was written, for errors about it.</param>
    /// <exception cref="DiagnosticException">QG0501 to QG0517: everything about the recipe that does not fit the model. QG02xx: broken files.</exception>
    public static QuantizationPlan Create(string modelDirectory, QuantizationRecipe recipe, SourcePoint? at = null)
    {
        using SafetensorsCollection tensors = SafetensorsCollection.Open(modelDirectory);
        return Create(tensors, recipe, at ?? new SourcePoint(modelDirectory));
    }

    internal static QuantizationPlan Create(SafetensorsCollection tensors, QuantizationRecipe recipe, SourcePoint at)
    {
        List<Diagnostic> problems = [.. CheckNumbers(recipe, at)];
        if (tensors.Keys.FirstOrDefault(IsQuantized) is { } quantized)
        {
            problems.Add(new Diagnostic(
                QuantizationCodes.AlreadyQuantized, new SourcePoint(tensors.FileOf(quantized)), $"The checkpoint is quantized already: it has {quantized}.",
                "Quantize the original checkpoint."));
            throw new DiagnosticException(problems);
        }

        (IReadOnlyList<SourceLinear> quantizable, IReadOnlyList<SourceLinear> kept) = LinearNames.Find(tensors);
        var resolution = new SchemeResolution(recipe, at);
        IReadOnlyList<PlannedLinear> modules = resolution.Resolve(quantizable, kept);
        problems.AddRange(resolution.Problems);
        problems.AddRange(CheckGroups(modules, at));
        if (problems.Count == 0 && modules.All(module => module.Scheme is null))
        {
            problems.Add(new Diagnostic(
                QuantizationCodes.NothingToQuantize, at, "No linear layer is left to quantize.", "Narrow the ignore list, or leave the candidate out."));
        }

        if (recipe.NeedsCalibration) problems.AddRange(DecoderNames.Check(modules, tensors.Directory));
        if (problems.Count > 0) throw new DiagnosticException(problems);

        return new QuantizationPlan(modules, kept, tensors.TensorByteCount, resolution.Notes);
    }

    private static bool IsQuantized(string name) =>
        name.EndsWith(".weight_scale", StringComparison.Ordinal) || name.EndsWith(".weight_packed", StringComparison.Ordinal)
        || name.EndsWith(".qweight", StringComparison.Ordinal) || name.EndsWith(".weight_scale_inv", StringComparison.Ordinal);

    private static IEnumerable<Diagnostic> CheckNumbers(QuantizationRecipe recipe, SourcePoint at)
    {
        if (recipe.Damping is not (> 0 and < 1))
        {
            yield return new Diagnostic(
                QuantizationCodes.NumberOutOfRange, at, $"The damping is {recipe.Damping}.", "Give a share of the mean diagonal above 0 and below 1, such as 0.01.");
        }

        if (recipe.SmoothQuantAlpha is not { } alpha) yield break;
        if (alpha is not (>= 0 and <= 1))
        {
            yield return new Diagnostic(
                QuantizationCodes.NumberOutOfRange, at, $"SmoothQuant's strength is {alpha}.", "Give a number from 0 to 1, such as 0.8.");
        }

        if (recipe.Scheme.Activations is null && recipe.Overrides.All(entry => entry.Scheme.Activations is null))
        {
            yield return new Diagnostic(
                QuantizationCodes.SmoothQuantWithoutActivations, at, $"SmoothQuant has no effect on {recipe.Scheme.Name}, which does not quantize activations.",
                "Remove smoothquant, or choose w8a8-int8.");
        }
    }

    private static IEnumerable<Diagnostic> CheckGroups(IReadOnlyList<PlannedLinear> modules, SourcePoint at)
    {
        foreach (PlannedLinear module in modules)
        {
            if (module.Scheme is not { Granularity: Granularity.PerGroup { Size: var size } } || module.Source.Columns % size == 0) continue;
            int[] fitting = [.. UsualGroupSizes.Where(other => module.Source.Columns % other == 0)];
            yield return new Diagnostic(
                QuantizationCodes.GroupDoesNotDivide, at, $"Group size {size} does not divide {module.Source.Columns}, the width of {module.Name}.",
                fitting.Length > 0 ? $"Use {string.Join(" or ", fitting)}." : "Ignore this layer or give it a scheme without groups.");
        }
    }
}
