namespace ModelGate.Gate.Reporters.Html.Sections;

/// <summary>A place that a script draws in, reachable by keyboard, and the same numbers as a table below.</summary>
internal static class ChartFigure
{
    /// <param name="chart">What the script draws, such as <c>errors:0</c>.</param>
    /// <param name="says">The chart in a sentence, for those who do not see it.</param>
    /// <param name="above">Controls and key; may be empty.</param>
    public static Markup Of(string chart, string says, Markup above, Markup table) => Markup.Of(
        $"""
        <figure>
        {above}
        <div class="chart" data-chart="{chart}" role="application" aria-roledescription="chart" tabindex="0"
          aria-label="{says} Arrow keys go from point to point; the same numbers stand in the table below."></div>
        <noscript><p>The chart needs scripts; the table below does not.</p></noscript>
        <details class="alternative"><summary>As a table</summary>
        {table}
        </details>
        </figure>
        """);

    /// <summary>A labelled choice that the script listens to.</summary>
    public static Markup Select(string id, string label, IEnumerable<(string Value, string Text)> options) => Markup.Of(
        $"""
        <label for="{id}">{label} <select id="{id}">{options.Select(option => Markup.Of(
            $"<option value=\"{option.Value}\">{option.Text}</option>"))}</select></label>
        """);
}
