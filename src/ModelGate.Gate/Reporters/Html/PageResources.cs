using System.Security.Cryptography;
using System.Text;

namespace ModelGate.Gate.Reporters.Html;

/// <summary>Style sheet and scripts that every report carries, and the policy that lets a browser run these scripts and no other.</summary>
internal static class PageResources
{
    private const string Folder = "ModelGate.Gate.Reporters.Html.";

    public static string Style { get; } = Read(Folder + "Page.report.css");

    /// <summary>Apache ECharts with its licences; defines the global <c>echarts</c>.</summary>
    public static string Charts { get; } = Read(Folder + "echarts.js");

    /// <summary>One module: the parts see each other's names.</summary>
    public static string Script { get; } = string.Concat(
        ((string[])["chart", "recovery", "tradeoff", "errors", "flips", "start"]).Select(name => Read($"{Folder}Page.{name}.js")));

    /// <summary>
    /// Nothing is loaded and nothing is sent; only the two scripts run. Inline styles are allowed because ECharts positions with them.
    /// </summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; script-src '{Hash(Charts)}' '{Hash(Script)}'; style-src 'unsafe-inline'; img-src data:; "
        + "base-uri 'none'; form-action 'none'";

    private static string Hash(string script) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}";

    /// <summary>With line feeds only, as a browser reads it before it hashes.</summary>
    private static string Read(string name)
    {
        using Stream stream = typeof(PageResources).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
