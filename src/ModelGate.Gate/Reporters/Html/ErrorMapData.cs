using System.Globalization;
using ModelGate.Gate.Records;
using ModelGate.Quantization;
using ModelGate.Quantization.Quantizers;

namespace ModelGate.Gate.Reporters.Html;

/// <summary>Quantization error of one candidate by layer and projection.</summary>
/// <param name="Layers">Columns: numbers in order, then <c>–</c> for modules outside the layers.</param>
/// <param name="Projections">Rows, such as <c>self_attn.q_proj</c>.</param>
internal sealed record ErrorMapData(
    string Candidate, IReadOnlyList<string> Layers, IReadOnlyList<string> Projections, IReadOnlyList<ErrorCell> Cells)
{
    private const string Outside = "–";

    public static IReadOnlyList<ErrorMapData> Of(RunRecord record) =>
    [
        .. from candidate in record.Candidates
           where candidate.Quantization?.Modules is { Count: > 0 }
           select Of(candidate.Name, candidate.Quantization!.Modules),
    ];

    private static ErrorMapData Of(string candidate, IReadOnlyList<ModuleReport> modules)
    {
        (string Layer, string Projection)[] places = [.. modules.Select(module => Place(module.Module))];
        string[] layers =
        [
            .. places.Select(place => place.Layer).Distinct()
                .OrderBy(layer => layer == Outside ? int.MaxValue : int.Parse(layer, CultureInfo.InvariantCulture)),
        ];
        string[] projections = [.. places.Select(place => place.Projection).Distinct()];
        return new ErrorMapData(candidate, layers, projections,
        [
            .. modules.Zip(places, (module, place) =>
                ErrorCell.Of(module, Array.IndexOf(layers, place.Layer), Array.IndexOf(projections, place.Projection))),
        ]);
    }

    /// <summary><c>model.layers.7.mlp.up_proj</c> is <c>mlp.up_proj</c> of layer 7; the first number counts.</summary>
    internal static (string Layer, string Projection) Place(string module)
    {
        string[] parts = module.Split('.');
        int at = Array.FindIndex(parts, part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        return at < 0 || at == parts.Length - 1 ? (Outside, module) : (parts[at], string.Join('.', parts[(at + 1)..]));
    }
}

/// <param name="Scheme">Null where the module stays as it is.</param>
/// <param name="Weight">Σ(w − ŵ)² over Σw²; null where nothing was lost.</param>
/// <param name="Output">The same of outputs on the calibration inputs; null without them.</param>
/// <param name="NearestWeight">What round-to-nearest would have lost, for comparison.</param>
internal sealed record ErrorCell(
    int Layer, int Projection, string Module, string? Scheme, int Rows, int Columns, long Bytes, double? Decibels, double? Weight,
    double? Output, double? NearestWeight, double? NearestOutput)
{
    public static ErrorCell Of(ModuleReport module, int layer, int projection) => new(
        layer, projection, module.Module, module.Scheme, module.Rows, module.Columns, module.Bytes, module.Error?.WeightSqnrDecibels,
        Share(module.Error), module.Error?.RelativeOutputError, Share(module.Nearest), module.Nearest?.RelativeOutputError);

    /// <summary>Decibels as the share that they stand for.</summary>
    private static double? Share(RoundingError? error) =>
        error?.WeightSqnrDecibels is { } decibels ? Math.Pow(10, -decibels / 10) : null;
}
