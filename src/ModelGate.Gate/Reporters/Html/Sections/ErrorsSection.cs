using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters.Html.Sections;

/// <summary>A heat map of the quantization error for each candidate that was quantized here.</summary>
internal static class ErrorsSection
{
    public static Section? Of(RunRecord record)
    {
        IReadOnlyList<ErrorMapData> maps = ErrorMapData.Of(record);
        if (maps.Count == 0) return null;
        (string, string)[] measures =
        [
            ("output", "of outputs on the calibration text"), ("weight", "of the weights"),
        ];
        if (!maps.Any(HasOutputs)) measures = measures[1..];
        else if (!maps.All(HasOutputs)) Array.Reverse(measures);
        return new Section("errors", "Quantization error by layer", Markup.Of(
            $"""
            <p>Squared error ÷ squared original of each quantized layer, on one logarithmic scale for all candidates. A dashed box stays
            as it was, or its error was not measured.</p>
            <form class="controls" aria-label="What the maps show">{ChartFigure.Select("errors-measure", "Error", measures)}</form>
            {maps.Select((map, index) => Map(record, map, index))}
            """));
    }

    private static Markup Map(RunRecord record, ErrorMapData map, int index)
    {
        string scheme = record.Candidates.First(candidate => candidate.Name == map.Candidate).Quantization!.Recipe.Scheme;
        string says = $"Quantization error of {map.Candidate} by layer and projection, {map.Cells.Count} modules.";
        return Markup.Of(
            $"""
            <h3>{map.Candidate} <span class="faint">{scheme}</span></h3>
            {(HasOutputs(map) ? Markup.Empty : Markup.Of($"<p class=\"faint\">Only the error of the weights is known: {Reason}</p>"))}
            {ChartFigure.Of($"errors:{index}", says, Markup.Empty, Table(map))}
            """);
    }

    private const string Reason = "this recipe needs no calibration text, and without it there are no outputs to compare.";

    private static bool HasOutputs(ErrorMapData map) => map.Cells.Any(cell => cell.Output is not null);

    private static Markup Table(ErrorMapData map) => DataTable.Of(
        $"Modules of {map.Candidate}",
        ["module", "scheme", "shape", "bytes", "error of outputs", "error of weights", "SQNR", "outputs, round to nearest"],
        map.Cells.Select(cell => (IReadOnlyList<string>)
        [
            cell.Module, cell.Scheme ?? "as it was", $"{cell.Rows} × {cell.Columns}", Words.Count(cell.Bytes), Words.Share(cell.Output),
            Words.Share(cell.Weight), cell.Decibels is { } decibels ? $"{Words.Number(Math.Round(decibels, 1))} dB" : "–",
            Words.Share(cell.NearestOutput),
        ]));
}
