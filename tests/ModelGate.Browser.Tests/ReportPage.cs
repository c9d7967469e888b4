using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ModelGate.Browser.Tests;

/// <summary>An opened report and everything in it that went wrong.</summary>
public sealed class ReportPage
{
    private readonly ConcurrentQueue<string> complaints = [];

    private ReportPage(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>Console messages, uncaught errors, and requests for anything but the file itself.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    public static async Task<ReportPage> LoadAsync(IPage page, string file)
    {
        var report = new ReportPage(page);
        string address = new Uri(file).AbsoluteUri;
        page.Console += (_, message) => report.complaints.Enqueue($"console: {message.Text}");
        page.PageError += (_, error) => report.complaints.Enqueue($"error: {error}");
        page.Dialog += (_, dialog) =>
        {
            report.complaints.Enqueue($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        await page.RouteAsync("**/*", route =>
        {
            if (route.Request.Url == address) return route.ContinueAsync();
            report.complaints.Enqueue($"request: {route.Request.Url}");
            return route.AbortAsync();
        });
        await page.GotoAsync(address);
        return report;
    }
}
