using ModelGate.Gate.Yaml;
using ModelGate.Measurement.Accuracy;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Tasks;

/// <summary>One task or group file after its includes: a mapping whose entries still know the file they were written in.</summary>
/// <param name="Root">Keys without a value are left out.</param>
/// <param name="Folder">Where the names it mentions are looked up first.</param>
/// <param name="DataRoots">By the file name that positions carry.</param>
internal sealed record TaskFile(YamlMapping Root, TaskFolder Folder, IReadOnlyDictionary<string, string> DataRoots)
{
    public bool IsGroup => Root["group"] is YamlScalar && Root["task"] is YamlSequence;

    /// <summary>The task's or group's name; null where the file has none, as a file that is only included.</summary>
    public string? Name => Root[IsGroup ? "group" : "task"] is YamlScalar { Tag: null } name ? name.Value : null;

    /// <exception cref="DiagnosticException">The file or one it includes is not YAML, not a mapping, or missing.</exception>
    public static TaskFile Load(TaskFolder folder, string name)
    {
        Dictionary<string, string> roots = new(StringComparer.Ordinal);
        YamlMapping merged = Merged(folder, name, default, roots, []);
        return new(WithoutEmpty(merged), folder, roots);
    }

    /// <summary>The same with some entries replaced or added.</summary>
    public TaskFile With(YamlMapping overrides) => this with { Root = WithoutEmpty(Over(Root, overrides)) };

    private static YamlMapping Merged(
        TaskFolder folder, string name, SourcePoint includedAt, Dictionary<string, string> roots, IReadOnlyList<string> above)
    {
        if (above.Contains(name))
        {
            throw new DiagnosticException(TaskCodes.Unresolved, includedAt, $"'{name}' includes itself.", "Remove the include.");
        }

        YamlNode node = folder.Load(name) ?? throw new DiagnosticException(
            TaskCodes.Unresolved, includedAt, $"There is no file '{name}' to include.",
            "Correct the name; it is relative to this file's folder.");
        if (node is not YamlMapping root)
        {
            throw new DiagnosticException(
                TaskCodes.WrongValue, node.At, $"The file is {node.Describe()}, not a task.", "Write keys and values.");
        }

        roots[root.At.File] = folder.DataRoot(name);
        IReadOnlyList<YamlNode> includes = root["include"] switch
        {
            null => [],
            YamlSequence several => several.Items,
            { } one => [one],
        };
        YamlMapping merged = Without(root, "include");
        foreach (YamlNode include in includes.Reverse())
        {
            if (include is not YamlScalar { Tag: null } file)
            {
                throw new DiagnosticException(TaskCodes.WrongValue, include.At, "'include' must name a file.", "Write the file's name.");
            }

            string included = Path.Combine(Path.GetDirectoryName(name) ?? "", file.Value);
            merged = Over(Merged(folder, included, file.At, roots, [.. above, name]), merged);
        }

        return merged;
    }

    private static YamlMapping Over(YamlMapping under, YamlMapping over) => Rebuilt(
        over,
        [
            .. under.Entries.Select(entry => over.Find(entry.Key.Value) ?? entry),
            .. over.Entries.Where(entry => under[entry.Key.Value] is null),
        ]);

    private static YamlMapping Without(YamlMapping mapping, string key) =>
        Rebuilt(mapping, [.. mapping.Entries.Where(entry => entry.Key.Value != key)]);

    private static YamlMapping WithoutEmpty(YamlMapping mapping) =>
        Rebuilt(mapping, [.. mapping.Entries.Where(entry => entry.Value is not YamlScalar { IsNull: true })]);

    private static YamlMapping Rebuilt(YamlMapping mapping, IReadOnlyList<YamlEntry> entries) =>
        new(mapping.At, mapping.Tag, entries, mapping.IsFlow, mapping.Size);
}
