using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Xml.Linq;

namespace ModelGate.Gate.Tests.Reporters;

/// <summary>
/// GitHub's own reader of its Markdown, the program cmark-gfm, with the extensions that GitHub switches on. What GitHub does afterwards,
/// finding references in the text, is <see cref="GitHubReferences"/>.
/// </summary>
internal static class CommonMark
{
    /// <summary>The body as XML, which is what whole markup parses as; skips the test where the program is absent.</summary>
    public static XElement Render(string markdown)
    {
        string html = Run(markdown).Replace("<br>", "<br/>", StringComparison.Ordinal);
        return XElement.Parse($"<body>{html}</body>", LoadOptions.PreserveWhitespace);
    }

    private static string Run(string markdown)
    {
        var start = new ProcessStartInfo(
            "cmark-gfm", ["-e", "table", "-e", "autolink", "-e", "strikethrough", "-e", "tagfilter", "-e", "tasklist", "--unsafe"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            using Process program = Process.Start(start)!;
            Task<string> output = program.StandardOutput.ReadToEndAsync();
            program.StandardInput.Write(markdown);
            program.StandardInput.Close();
            string html = output.GetAwaiter().GetResult();
            program.WaitForExit();
            Assert.Equal(0, program.ExitCode);
            return html;
        }
        catch (Win32Exception)
        {
            Assert.Skip("cmark-gfm is absent.");
            throw;
        }
    }
}
