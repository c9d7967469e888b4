using System.Text.Json;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters.Html.Sections;

namespace ModelGate.Gate.Reporters.Html;

/// <summary>
/// One self-contained page: everything that can be read is in the markup, tables included; the scripts draw the same numbers as charts and
/// run the browser of flipped documents. The same record gives the same bytes.
/// </summary>
public sealed class HtmlReporter : IReporter
{
    public string Name => "html";

    public string Summary => "one page with charts, tables and flipped documents; needs no network";

    public string? FileName => "report.html";

    public void Write(RunRecord record, TextWriter output, ReportSurface surface)
    {
        ReportView view = ReportView.Of(record);
        Section[] sections =
        [
            .. new[]
            {
                ChangesSection.Of(record),
                GatesSection.Of(record, view),
                RecoverySection.Of(record),
                TradeoffSection.Of(record),
                ModelsSection.Of(record, view),
                ErrorsSection.Of(record),
                FlipsSection.Of(record),
                NotesSection.Of(view),
                EnvironmentSection.Of(record),
            }.OfType<Section>(),
        ];
        output.Write(Page(record, view, sections));
    }

    private static Markup Page(RunRecord record, ReportView view, Section[] sections) => Markup.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{PageResources.ContentSecurityPolicy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="generator" content="ModelGate {record.ToolVersion}">
        <link rel="icon" href="data:,">
        <title>{view.Word}: {record.Policy.File} (ModelGate)</title>
        <style>{Markup.Raw(PageResources.Style)}</style>
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        {VerdictHeader.Of(record, view)}
        <nav aria-label="Sections"><ul>{sections.Select(section => Markup.Of(
            $"""<li><a href="#{section.Id}">{section.Title}</a></li>"""))}</ul></nav>
        <main id="content" tabindex="-1">
        {sections.Select(section => Markup.Of(
            $"""
            <section id="{section.Id}" aria-labelledby="{section.Id}-title">
            <h2 id="{section.Id}-title">{section.Title}</h2>
            {section.Body}
            </section>

            """))}</main>
        <footer><p>ModelGate {record.ToolVersion}. Every number on this page is from <code>run.json</code>. Charts by Apache ECharts,
        Apache License 2.0, whose notices stand in the source of this page.</p></footer>
        <p id="announcer" class="unseen" role="status" aria-live="polite"></p>
        <script type="application/json" id="data">{Markup.Raw(Data(record))}</script>
        <script>{Markup.Raw(PageResources.Charts)}</script>
        <script type="module">{Markup.Raw(PageResources.Script)}</script>
        </body>
        </html>

        """);

    /// <summary>The serializer writes every character that could end the block, such as &lt; and U+2028, as an escape.</summary>
    private static string Data(RunRecord record) => JsonSerializer.Serialize(PageData.Of(record), PageJsonContext.Default.PageData);
}

/// <param name="Id">Of the element, for links.</param>
internal sealed record Section(string Id, string Title, Markup Body);
