using System.Text;
using ModelGate.Gate.Yaml;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>A policy together with where its keys were written.</summary>
internal sealed record PolicyState(Policy Policy, YamlMapping Root)
{
    /// <exception cref="Models.Diagnostics.DiagnosticException">It is no policy that this version reads.</exception>
    public static PolicyState Read(byte[] content, string file, Catalog catalog)
    {
        string text = new UTF8Encoding(false).GetString(content).TrimStart('\uFEFF');
        return new(PolicyReader.Parse(text, file, catalog), (YamlMapping)YamlFile.Parse(text, file, PolicyCodes.Form));
    }

    /// <summary>Of a dotted key such as <c>accuracy.judge.runs</c>; null where it is not written.</summary>
    public int? LineOf(string path)
    {
        YamlMapping mapping = Root;
        YamlEntry? entry = null;
        foreach (string key in path.Split('.'))
        {
            entry = mapping.Find(key);
            if (entry is null) return null;
            mapping = entry.Value as YamlMapping ?? mapping.With([]);
        }

        return entry!.Key.At.Line;
    }
}
