using ModelGate.Models.Acceptance;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Quantization.Modules;

namespace ModelGate.Quantization;

/// <summary>What a recipe would do to a model, found from file headers alone and before any calibration.</summary>
/// <param name="Modules">All layers that the recipe decides about, in order of name, numbers by value.</param>
/// <param name="Kept">Linear layers that stay as they are in every recipe, such as <c>lm_head</c>.</param>
/// <param name="SourceTensorBytes">Bytes of all tensors of the source.</param>
/// <param name="Acceptance">What the serving engine would say of the result.</param>
/// <param name="Notes">What the user should know.</param>
public sealed record QuantizationPlan(
    IReadOnlyList<PlannedModule> Modules,
    IReadOnlyList<SourceLinear> Kept,
    long SourceTensorBytes,
    AcceptanceReport Acceptance,
    IReadOnlyList<QuantizationNote> Notes)
{
    private static readonly string[] TransposedModelTypes = ["gpt2", "openai-gpt"];

    /// <summary>Bytes of all tensors of the result.</summary>
    public long TensorBytes => SourceTensorBytes + Modules.Sum(module => module.Bytes - module.Source.Bytes);

    /// <param name="modelDirectory">Only headers are read.</param>
    /// <param name="target">What will serve the result; null where that is not known.</param>
    /// <param name="at">Where the recipe was written, for errors about it.</param>
    /// <exception cref="DiagnosticException">
    /// QG05xx: everything about the recipe that does not fit the model or what will serve it. QG02xx: broken files.
    /// </exception>
    public static QuantizationPlan Create(
        string modelDirectory, QuantizationRecipe recipe, ServingTarget? target = null, SourcePoint? at = null)
    {
        using var model = SourceModel.Open(modelDirectory);
        return Create(model, recipe, target, at);
    }

    internal static QuantizationPlan Create(SourceModel source, QuantizationRecipe recipe, ServingTarget? target, SourcePoint? place)
    {
        SourcePoint at = place ?? new SourcePoint(source.Directory);
        SafetensorsCollection tensors = source.Tensors;
        List<Diagnostic> problems = [.. CheckNumbers(recipe, at)];
        if (tensors.Keys.FirstOrDefault(IsQuantized) is { } quantized)
        {
            problems.Add(new Diagnostic(
                QuantizationCodes.AlreadyQuantized, new SourcePoint(tensors.FileOf(quantized)),
                $"The checkpoint is quantized already: it has {quantized}.",
                "Quantize the original checkpoint."));
            throw new DiagnosticException(problems);
        }

        if (source.ModelType is { } modelType && TransposedModelTypes.Contains(modelType))
        {
            problems.Add(new Diagnostic(
                QuantizationCodes.WeightsTransposed, at,
                $"Models of type {modelType} store their weights transposed (Conv1D), which no scheme here does.",
                "Convert the model to an architecture with linear layers."));
        }

        (IReadOnlyList<SourceLinear> quantizable, IReadOnlyList<SourceLinear> kept) = LinearNames.Find(tensors);
        var resolution = new SchemeResolution(recipe, at);
        IReadOnlyList<PlannedModule> modules = resolution.Resolve(quantizable, kept);
        problems.AddRange(resolution.Problems);
        AcceptanceReport acceptance = ServingAcceptance.Judge(
            [.. modules.Select(Planned), .. kept.Select(Planned)], target ?? ServingTarget.Unknown, source.Checkpoint?.Config);
        problems.AddRange(
            acceptance.Findings.Where(finding => finding.Level == AcceptanceLevel.Error).Select(finding => finding.ToDiagnostic(at)));
        if (problems.Count == 0 && modules.All(module => module.Scheme is null))
        {
            problems.Add(new Diagnostic(
                QuantizationCodes.NothingToQuantize, at, "No linear layer is left to quantize.",
                "Narrow the ignore list, or leave the candidate out."));
        }

        if (recipe.NeedsCalibration) problems.AddRange(DecoderNames.Check(modules, source));
        if (problems.Count > 0) throw new DiagnosticException(problems);

        IEnumerable<QuantizationNote> warnings = acceptance.Findings.Select(finding => new QuantizationNote(
            finding.Level == AcceptanceLevel.Warning ? NoteLevel.Warning : NoteLevel.Note,
            $"{finding.ToDiagnostic(at).Problem} {finding.Remedy}"));
        List<QuantizationNote> notes = [.. resolution.Notes, .. warnings];
        if (LinearNames.FindStackedExperts(tensors) is [var first, ..] stacked)
            notes.Add(new(NoteLevel.Warning, $"{stacked.Count} tensors of stacked experts, such as {first}, stay as they are."));
        return new QuantizationPlan(modules, kept, tensors.TensorByteCount, acceptance, notes);
    }

    private static PlannedLinear Planned(PlannedModule module) =>
        new(module.Name, module.Source.Rows, module.Source.Columns, module.Scheme?.Format);

    private static PlannedLinear Planned(SourceLinear linear) => new(linear.Name, linear.Rows, linear.Columns, null);

    private static bool IsQuantized(string name) =>
        name.EndsWith(".weight_scale", StringComparison.Ordinal) || name.EndsWith(".weight_packed", StringComparison.Ordinal)
        || name.EndsWith(".qweight", StringComparison.Ordinal) || name.EndsWith(".weight_scale_inv", StringComparison.Ordinal);

    private static IEnumerable<Diagnostic> CheckNumbers(QuantizationRecipe recipe, SourcePoint at)
    {
        if (recipe.Damping is not (> 0 and < 1))
        {
            yield return new Diagnostic(
                QuantizationCodes.NumberOutOfRange, at, $"The damping is {recipe.Damping}.",
                "Give a share of the mean diagonal above 0 and below 1, such as 0.01.");
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
                QuantizationCodes.SmoothQuantWithoutActivations, at,
                $"SmoothQuant has no effect on {recipe.Scheme.Name}, which does not quantize activations.",
                "Remove smoothquant, or choose w8a8-int8.");
        }
    }
}
