using ModelGate.Gate.Yaml;
using ModelGate.Measurement.Accuracy;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Tasks;

/// <summary>One task or group file after its includes: a mapping whose entries still know the file they were written in.</summary>
/// <param name="Root">Keys without a value are left out.</param>
/// <param name="Folder">Where the names it mentions are looked up first.</param>
/// <param name="DataRoots">By the file name that positions carry.</param>
/// <param name="ForMembers">Of a group that a group names with overrides: what replaces the keys of each task below it.</param>
internal sealed record TaskFile(
    YamlMapping Root, TaskFolder Folder, IReadOnlyDictionary<string, string> DataRoots, YamlMapping? ForMembers = null)
{
    public bool IsGroup => Root["group"] is YamlScalar && Root["task"] is YamlSequence;

    /// <summary>The task's or group's name; null where the file has none, as a file that is only included.</summary>
    public string? Name => Root[IsGroup ? "group" : "task"] is YamlScalar { Tag: null } name ? name.Value : null;

    /// <summary>Names under which groups find it together with others.</summary>
    public IEnumerable<string> Tags => Root["tag"] switch
    {
        YamlScalar tag => [tag.Value],
        YamlSequence tags => tags.Items.OfType<YamlScalar>().Select(tag => tag.Value),
        _ => [],
    };

    /// <summary>The task or group of a file; several where it says <c>for-each</c>.</summary>
    /// <exception cref="DiagnosticException">The file or one it includes is not YAML, not a mapping, or missing.</exception>
    public static IReadOnlyList<TaskFile> Load(TaskFolder folder, string name)
    {
        Dictionary<string, string> roots = new(StringComparer.Ordinal);
        YamlMapping merged = Merged(folder, name, default, roots, []);
        TaskFile[] files = [.. ForEach.Expand(merged).Select(root => new TaskFile(WithoutEmpty(root), folder, roots))];
        string? twice = files.GroupBy(file => file.Name).FirstOrDefault(same => same.Key is not null && same.Count() > 1)?.Key;
        return twice is null
            ? files
            : throw new DiagnosticException(
                TaskCodes.WrongValue, merged.At, $"'{ForEach.Key}' gives the name '{twice}' to more than one task.",
                "Let the name hold every value that changes, as ${name}.");
    }

    /// <summary>The same with some entries replaced or added; those given for a group go to each task below it.</summary>
    public TaskFile With(YamlMapping overrides)
    {
        YamlMapping others = overrides.Without("task");
        return IsGroup
            ? this with { ForMembers = ForMembers is null ? others : Over(others, ForMembers) }
            : this with { Root = WithoutEmpty(Over(others, Root)) };
    }

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
        YamlMapping merged = root.Without("include");
        foreach (YamlNode include in includes.Reverse())
        {
            if (include is not YamlScalar { Tag: null } file)
            {
                throw new DiagnosticException(TaskCodes.WrongValue, include.At, "'include' must name a file.", "Write the file's name.");
            }

            string included = Path.Combine(Path.GetDirectoryName(name) ?? "", file.Value);
            merged = Over(merged, Merged(folder, included, file.At, roots, [.. above, name]));
        }

        return merged;
    }

    /// <summary>Keys of <paramref name="over"/> win; those under <c>quantgate</c> one by one.</summary>
    private static YamlMapping Over(YamlMapping over, YamlMapping under)
    {
        YamlMapping merged = over.Over(under);
        return over[TaskYaml.Gating] is YamlMapping gating && under[TaskYaml.Gating] is YamlMapping below
            ? merged.With(TaskYaml.Gating, gating.Over(below)) : merged;
    }

    private static YamlMapping WithoutEmpty(YamlMapping mapping) =>
        mapping.With([.. mapping.Entries.Where(entry => entry.Value is not YamlScalar { IsNull: true })]);
}
