using System.Xml.Linq;

namespace ModelGate.MSBuild;

/// <summary>The local tool manifest (<c>dotnet-tools.json</c>) that names our tool, found as the SDK finds it.</summary>
internal static class ToolManifest
{
    /// <summary>Package id and command alike.</summary>
    public const string Command = "dotnet-quantgate";

    /// <summary>The nearest one with the tool; null where none has it. One that says <c>isRoot</c> ends the search.</summary>
    public static string? Above(string folder)
    {
        for (DirectoryInfo? here = new(folder); here is not null; here = here.Parent)
        {
            foreach (string place in (string[])[Path.Combine(".config", "dotnet-tools.json"), "dotnet-tools.json"])
            {
                string file = Path.Combine(here.FullName, place);
                if (JsonFile.TryRead(file) is not { } manifest) continue;
                if (HasTool(manifest)) return file;
                if (manifest.Element("isRoot")?.Value == "true") return null;
            }
        }

        return null;
    }

    /// <summary>A name that is no XML name, such as <c>a/b</c>, stands in an attribute.</summary>
    private static bool HasTool(XElement manifest) => manifest.Element("tools")?.Elements().Any(tool => string.Equals(
        tool.Attribute("item")?.Value ?? tool.Name.LocalName, Command, StringComparison.OrdinalIgnoreCase)) == true;
}
