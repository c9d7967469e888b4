using ModelGate.Quantization.Quantizers;

namespace ModelGate.Quantization;

/// <summary>
/// What was quantized, and what that cost in accuracy layer by layer. The same inputs give the same report; times are apart.
/// </summary>
public sealed record QuantizationReport
{
    /// <summary>The file of this record in the checkpoint's folder.</summary>
    public const string FileName = "quantgate-report.json";

    public int Version { get; init; } = 1;

    /// <summary>Equal keys promise equal bytes: a hash over source, recipe, calibration tokens and algorithm version.</summary>
    public required string RecipeKey { get; init; }

    /// <summary>SHA-256 over the source checkpoint's content.</summary>
    public required string SourceHash { get; init; }

    public required RecipeRecord Recipe { get; init; }

    /// <summary>Bytes of all tensors of the source and of the result.</summary>
    public required long SourceTensorBytes { get; init; }

    public required long TensorBytes { get; init; }

    /// <summary>All layers that the recipe decides about, in order of name, numbers by value.</summary>
    public required IReadOnlyList<ModuleReport> Modules { get; init; }

    /// <summary>Null where the recipe needs no calibration.</summary>
    public CalibrationReport? Calibration { get; init; }

    /// <summary>What the user should know of the whole.</summary>
    public required IReadOnlyList<QuantizationNote> Notes { get; init; }
}

/// <summary>The recipe in the words of the policy.</summary>
public sealed record RecipeRecord(
    string Scheme,
    string Granularity,
    string Algorithm,
    string Observer,
    string ActivationOrder,
    double? Damping,
    double? SmoothQuant,
    IReadOnlyList<string> Ignore,
    IReadOnlyDictionary<string, string> Override)
{
    public static RecipeRecord Of(QuantizationRecipe recipe)
    {
        bool solves = recipe.Quantizer is Gptq;
        return new RecipeRecord(
            recipe.Scheme.Name,
            recipe.Scheme.Granularity.ToString(),
            recipe.Quantizer.Name,
            recipe.Observer.Name,
            recipe.ActivationOrder == Quantization.ActivationOrder.Weight && solves ? "weight" : "none",
            solves ? recipe.Damping : null,
            recipe.SmoothQuantAlpha,
            recipe.Ignore,
            recipe.Overrides.ToDictionary(entry => entry.Pattern, entry => $"{entry.Scheme.Name}, {entry.Scheme.Granularity}"));
    }
}

/// <param name="Module">Such as <c>model.layers.0.self_attn.q_proj</c>.</param>
/// <param name="Scheme">Null where the layer stays as it is.</param>
/// <param name="Rows">N, outputs.</param>
/// <param name="Columns">K, inputs.</param>
/// <param name="Bytes">Of the stored weight, scales included.</param>
/// <param name="Nearest">
/// Round-to-nearest with the same scales' observer, for comparison; null where that is what was done or nothing was.
/// </param>
/// <param name="Error">Of the codes that were written.</param>
/// <param name="Notes">Such as a raised damping.</param>
public sealed record ModuleReport(
    string Module,
    string? Scheme,
    int Rows,
    int Columns,
    long Bytes,
    RoundingError? Nearest,
    RoundingError? Error,
    IReadOnlyList<string> Notes);

/// <param name="Source">File name or <c>random-tokens</c> with its seed.</param>
/// <param name="ContentHash">SHA-256 over the windows' token ids.</param>
/// <param name="Rows">Rows of the file, excluded ones too; 0 for random tokens.</param>
/// <param name="ExcludedRows">Hashes of the rows left out, in file order.</param>
/// <param name="Windows">Windows used.</param>
/// <param name="WindowsWanted">Windows asked for.</param>
/// <param name="WindowLength">Tokens of a window.</param>
public sealed record CalibrationReport(
    string Source, string ContentHash, int Rows, IReadOnlyList<string> ExcludedRows, int Windows, int WindowsWanted, int WindowLength)
{
    public long Tokens => (long)Windows * WindowLength;
}

public enum NoteLevel
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>The result is likely worse than it could be.</summary>
    Warning,
}

public sealed record QuantizationNote(NoteLevel Level, string Text);
