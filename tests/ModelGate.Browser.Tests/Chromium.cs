using Microsoft.Playwright;

namespace ModelGate.Browser.Tests;

/// <summary>Debian's chromium, started once for all tests of a class.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program)) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = ["--no-sandbox"] });
    }

    /// <summary>A page of the report's file; skips the test where there is no browser.</summary>
    public async Task<ReportPage> OpenAsync(string file, ColorScheme scheme = ColorScheme.Light, int width = 1200)
    {
        if (browser is null) Assert.Skip($"There is no {Program}; on Debian, 'apt-get install chromium' brings it.");
        IPage page = await browser.NewPageAsync(new()
        {
            ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 },
        });
        return await ReportPage.LoadAsync(page, file);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
