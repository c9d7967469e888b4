using ModelGate.Gate.Yaml;
using ModelGate.Measurement.Accuracy;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Tasks;

/// <summary>Finds tasks and groups by name among the built-in ones, or by path among the user's own, and reads them.</summary>
/// <param name="dataRoot">The folder that holds <c>demo/</c>, for the built-in demo tasks' documents.</param>
public sealed class TaskLibrary(string dataRoot)
{
    private readonly TaskFolder _builtIn = new TaskFolder.BuiltIn(dataRoot);
    private readonly Dictionary<TaskFolder, TaskIndex> _indexes = [];

    /// <summary>Names of all built-in tasks and groups, in order.</summary>
    public IReadOnlyList<string> Names => [.. Index(_builtIn).Names.Order(StringComparer.Ordinal)];

    /// <summary>The built-in tasks and groups without the parts of a benchmark, which stands for them.</summary>
    public IReadOnlyList<TaskSelection> Overview()
    {
        TaskSelection[] all = [.. Names.Select(name => Resolve(name, new SourcePoint(name), ""))];
        IEnumerable<TaskSelection.Group> benchmarks = all.OfType<TaskSelection.Group>().Where(group => group.IsBenchmark);
        HashSet<string> parts = [.. benchmarks.SelectMany(group => group.PartNames)];
        return [.. all.Where(selection => !parts.Contains(selection.Name))];
    }

    /// <summary>Reads the task or group that a policy or command names.</summary>
    /// <param name="nameOrPath">A built-in name or tag, or the path of a <c>.yaml</c> file.</param>
    /// <param name="askedAt">Where it was asked for.</param>
    /// <param name="baseDirectory">What a relative path is relative to.</param>
    /// <exception cref="DiagnosticException">There is no such task, or its file has mistakes; all of them.</exception>
    public TaskSelection Resolve(string nameOrPath, SourcePoint askedAt, string baseDirectory)
    {
        YamlProblems problems = new(TaskYaml.Codes);
        IReadOnlyList<TaskFile> files = Find(nameOrPath, askedAt, baseDirectory, problems);
        TaskSelection[] selections = [.. files.Select(file => Select(file, problems, [])).OfType<TaskSelection>()];
        problems.ThrowIfAny();
        return selections switch
        {
            [var one] => one,
            [] => throw new InvalidOperationException($"'{nameOrPath}' was not read and nothing was reported."),
            _ => new TaskSelection.Group(new(
                Path.GetExtension(nameOrPath) is ".yaml" or ".yml" ? Path.GetFileNameWithoutExtension(nameOrPath) : nameOrPath,
                null, selections, [], null, files[0].Root.At)),
        };
    }

    private IReadOnlyList<TaskFile> Find(string nameOrPath, SourcePoint askedAt, string baseDirectory, YamlProblems problems)
    {
        if (Path.GetExtension(nameOrPath) is not (".yaml" or ".yml")) return Named(nameOrPath, askedAt, _builtIn, problems);
        string path = Path.GetFullPath(Path.Combine(baseDirectory, nameOrPath));
        if (File.Exists(path)) return TaskFile.Load(new TaskFolder.OnDisk(Path.GetDirectoryName(path)!), Path.GetFileName(path));
        problems.Add(TaskCodes.UnknownTask, askedAt, $"There is no task file '{path}'.", "Correct the path.");
        return [];
    }

    /// <summary>A name or tag from a file of <paramref name="folder"/>: its own folder first, then the built-in ones.</summary>
    private IReadOnlyList<TaskFile> Named(string name, SourcePoint askedAt, TaskFolder folder, YamlProblems problems)
    {
        if (Index(folder).Find(name) is { Count: > 0 } own) return own;
        if (Index(_builtIn).Find(name) is { Count: > 0 } builtIn) return builtIn;
        string remedy = NearestKey.Of(name, Index(folder).Names.Concat(Index(_builtIn).Names)) is { } near
            ? $"Did you mean '{near}'?" : "'quantgate list' names all tasks; a task of your own is given by the path of its .yaml file.";
        problems.Add(TaskCodes.UnknownTask, askedAt, $"There is no task or group '{name}'.", remedy);
        return [];
    }

    private TaskSelection? Select(TaskFile file, YamlProblems problems, IReadOnlyList<string> above)
    {
        if (!file.IsGroup) return new TaskReader(file, problems).Read() is { } task ? new TaskSelection.Single(task) : null;
        string name = file.Name ?? "";
        if (above.Contains(name))
        {
            problems.Add(TaskCodes.Unresolved, file.Root.At, $"The group '{name}' contains itself.", "Remove the member.");
            return null;
        }

        GroupReader reader = new(
            file,
            problems,
            (member, at) => Named(member, at, file.Folder, problems),
            member => Select(member, problems, [.. above, name]));
        return reader.Read() is { } group ? new TaskSelection.Group(group) : null;
    }

    private TaskIndex Index(TaskFolder folder)
    {
        if (!_indexes.TryGetValue(folder, out TaskIndex? index)) _indexes.Add(folder, index = new TaskIndex(folder));
        return index;
    }
}
