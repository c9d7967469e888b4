namespace ModelGate.Gate.Reporters.Html.Sections;

/// <summary>A table with a caption, in a box of its own that scrolls where the screen is narrow.</summary>
internal static class DataTable
{
    /// <param name="columns">Headings; the first column holds the rows' headings.</param>
    public static Markup Of(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Markup>> rows) => Markup.Of(
        $"""
        <div class="scroll" role="region" aria-label="{caption}" tabindex="0"><table>
        <caption>{caption}</caption>
        <thead><tr>{columns.Select(column => Markup.Of($"<th scope=\"col\">{column}</th>"))}</tr></thead>
        <tbody>
        {rows.Select(cells => Markup.Of(
            $"<tr><th scope=\"row\">{cells[0]}</th>{cells.Skip(1).Select(cell => Markup.Of($"<td>{cell}</td>"))}</tr>\n"))}</tbody>
        </table></div>
        """);

    /// <summary>
    /// Rows of sentences, which become blocks with a label before each cell where the screen is narrow. The roles keep it a table for
    /// screen readers then.
    /// </summary>
    public static Markup OfSentences(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Markup>> rows) => Markup.Of(
        $"""
        <table class="sentences" role="table">
        <caption>{caption}</caption>
        <thead role="rowgroup"><tr role="row">{columns.Select(column => Markup.Of(
            $"<th scope=\"col\" role=\"columnheader\">{column}</th>"))}</tr></thead>
        <tbody role="rowgroup">
        {rows.Select(cells => Markup.Of(
            $"<tr role=\"row\">{cells.Zip(columns, (cell, column) => Markup.Of(
                $"<td role=\"cell\" data-label=\"{column}\"><div>{cell}</div></td>"))}</tr>\n"))}</tbody>
        </table>
        """);

    public static Markup Of(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows) =>
        Of(caption, columns, rows.Select(row => (IReadOnlyList<Markup>)[.. row.Select(cell => Markup.Of($"{cell}"))]));
}
