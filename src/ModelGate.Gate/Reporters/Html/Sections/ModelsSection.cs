using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters.Html.Sections;

/// <summary>The one table of models by measurements, as every surface has it.</summary>
internal static class ModelsSection
{
    public static Section Of(RunRecord record, ReportView view) => new("models", "Models", Markup.Of(
        $"""
        {DataTable.Of("Models by measurements", ["measurement", .. view.Columns], view.Rows.Select(Row))}
        <p class="faint">{ReportView.Legend} Brackets: intervals at {ReportView.Whole((2 * record.Policy.Confidence) - 1)}.</p>
        """));

    private static IReadOnlyList<Markup> Row(Row row) =>
    [
        row.IsMember ? Markup.Of($"<span class=\"member\">{row.Title}</span>") : Markup.Of($"{row.Title}"),
        .. row.Cells.Select(cell => Markup.Of($"<span class=\"{Words.Class(cell.Tone)}\">{cell.Marked}</span>")),
    ];
}
