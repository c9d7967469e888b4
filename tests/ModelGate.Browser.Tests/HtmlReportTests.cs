using System.Text.Json;
using Microsoft.Playwright;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters.Html;
using ModelGate.Gate.Tests.Reporters;
using ModelGate.Testing;

namespace ModelGate.Browser.Tests;

public sealed class HtmlReportTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(ColorScheme.Light, 1200)]
    [InlineData(ColorScheme.Dark, 1200)]
    [InlineData(ColorScheme.Light, 380)]
    public async Task Page_draws_its_charts_without_complaint_and_fits(ColorScheme scheme, int width)
    {
        ReportPage report = await OpenAsync(SampleRun.Failed, scheme, width);
        ILocator charts = report.Page.Locator("[data-chart]");
        Assert.Equal(3, await charts.CountAsync());
        foreach (ILocator chart in await charts.AllAsync())
        {
            Assert.True(await chart.Locator("svg path").CountAsync() > 3);
            Assert.True((await chart.Locator("svg").BoundingBoxAsync())!.Height > 60);
        }

        Assert.Equal(width, await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task Page_has_no_serious_barrier()
    {
        string axe = Path.Combine(Repository.Root, "tests", "node", "node_modules", "axe-core", "axe.min.js");
        if (NodeScript.MissingFor("axe-core") is { } reason) Assert.Skip(reason);
        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            ReportPage report = await OpenAsync(Rendering.WithChanges(SampleRun.Failed), scheme);
            await report.Page.EvaluateAsync("document.querySelectorAll('details').forEach(part => part.open = true)");
            await report.Page.EvaluateAsync(await File.ReadAllTextAsync(axe, TestContext.Current.CancellationToken));
            JsonElement result = (await report.Page.EvaluateAsync("axe.run()"))!.Value;
            Assert.Equal("", string.Join('\n', result.GetProperty("violations").EnumerateArray()
                .Select(violation => $"{violation.GetProperty("impact")} {violation.GetProperty("id")}")));
            Assert.True(result.GetProperty("passes").GetArrayLength() > 20);
        }
    }

    [Fact]
    public async Task Search_and_filters_narrow_the_flipped_documents()
    {
        ReportPage report = await OpenAsync(SampleRun.Failed);
        Assert.Equal("15 of 15 documents: 10 lost, 5 won.", await report.Page.TextContentAsync("#flip-count"));
        await report.Page.SelectOptionAsync("#flip-candidate", "int4");
        await report.Page.SelectOptionAsync("#flip-direction", "won");
        Assert.Equal("2 of 15 documents: 0 lost, 2 won.", await report.Page.TextContentAsync("#flip-count"));
        await report.Page.FillAsync("#flip-text", "no such text");
        Assert.Equal(0, await report.Page.Locator("#flip-list li").CountAsync());
        await report.Page.FillAsync("#flip-text", "SAY you");
        Assert.Equal(2, await report.Page.Locator("#flip-list li").CountAsync());
    }

    [Fact]
    public async Task Keyboard_reaches_charts_filters_and_documents()
    {
        ReportPage report = await OpenAsync(SampleRun.Failed);
        await report.Page.FocusAsync("[data-chart=recovery]");
        await report.Page.Keyboard.PressAsync("ArrowRight");
        Assert.StartsWith("fp8 on suite. recovery 100.2 %", await report.Page.TextContentAsync("#announcer"), StringComparison.Ordinal);
        await report.Page.FocusAsync("#flip-candidate");
        List<string> reached = [];
        for (int i = 0; i < 4; i++)
        {
            await report.Page.Keyboard.PressAsync("Tab");
            reached.Add(await report.Page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.localName"));
        }

        Assert.Equal(["flip-task", "flip-direction", "flip-text", "summary"], reached);
        await report.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("Which | is it?", await report.Page.TextContentAsync("#flip-list pre >> nth=0"));
    }

    [Fact]
    public async Task Texts_of_models_stay_inert()
    {
        const string hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)><!-- \u2028";
        ReportPage report = await OpenAsync(Rendering.WithText(SampleRun.Failed, hostile));
        await report.Page.ClickAsync("#flip-list summary >> nth=0");
        Assert.Equal(hostile, await report.Page.TextContentAsync("#flip-list pre >> nth=0"));
        Assert.Equal(0, await report.Page.Locator("img").CountAsync());
        Assert.Empty(report.Complaints);
    }

    public void Dispose() => folder.Dispose();

    private Task<ReportPage> OpenAsync(RunRecord record, ColorScheme scheme = ColorScheme.Light, int width = 1200)
    {
        string file = folder.Combine("report.html");
        File.WriteAllText(file, Rendering.Of(new HtmlReporter(), record));
        return chromium.OpenAsync(file, scheme, width);
    }
}
