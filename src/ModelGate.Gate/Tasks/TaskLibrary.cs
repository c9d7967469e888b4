using ModelGate.Gate.Yaml;
using ModelGate.Measurement.Accuracy;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Tasks;

/// <summary>Finds tasks and groups by name among the built-in ones, or by path among the user's own, and reads them.</summary>
/// <param name="dataRoot">The folder that holds <c>demo/</c>, for the built-in demo tasks' documents.</param>
public sealed class TaskLibrary(string dataRoot)
{
    private readonly TaskFolder _builtIn = new TaskFolder.BuiltIn(dataRoot);
    private readonly Dictionary<TaskFolder, Dictionary<string, TaskFile>> _indexes = [];

    /// <summary>Names of all built-in tasks and groups, in order.</summary>
    public IReadOnlyList<string> Names => [.. Index(_builtIn).Keys.Order(StringComparer.Ordinal)];

    /// <summary>Reads the task or group that a policy or command names.</summary>
    /// <param name="nameOrPath">A built-in name, or the path of a <c>.yaml</c> file.</param>
    /// <param name="askedAt">Where it was asked for.</param>
    /// <param name="baseDirectory">What a relative path is relative to.</param>
    /// <exception cref="DiagnosticException">There is no such task, or its file has mistakes; all of them.</exception>
    public TaskSelection Resolve(string nameOrPath, SourcePoint askedAt, string baseDirectory)
    {
        YamlProblems problems = new(TaskYaml.Codes);
        TaskSelection? selection = null;
        if (Find(nameOrPath, askedAt, baseDirectory, problems) is { } file) selection = Select(file, problems, []);
        problems.ThrowIfAny();
        return selection ?? throw new InvalidOperationException($"'{nameOrPath}' was not read and nothing was reported.");
    }

    private TaskFile? Find(string nameOrPath, SourcePoint askedAt, string baseDirectory, YamlProblems problems)
    {
        if (Path.GetExtension(nameOrPath) is not (".yaml" or ".yml")) return Named(nameOrPath, askedAt, _builtIn, problems);
        string path = Path.GetFullPath(Path.Combine(baseDirectory, nameOrPath));
        if (File.Exists(path)) return TaskFile.Load(new TaskFolder.OnDisk(Path.GetDirectoryName(path)!), Path.GetFileName(path));
        problems.Add(TaskCodes.UnknownTask, askedAt, $"There is no task file '{path}'.", "Correct the path.");
        return null;
    }

    /// <summary>A name from a file of <paramref name="folder"/>: its own folder first, then the built-in ones.</summary>
    private TaskFile? Named(string name, SourcePoint askedAt, TaskFolder folder, YamlProblems problems)
    {
        if (Index(folder).GetValueOrDefault(name) is { } own) return own;
        if (Index(_builtIn).GetValueOrDefault(name) is { } builtIn) return builtIn;
        string remedy = NearestKey.Of(name, Index(folder).Keys.Concat(Index(_builtIn).Keys)) is { } near
            ? $"Did you mean '{near}'?" : "'quantgate list' names all tasks; a task of your own is given by the path of its .yaml file.";
        problems.Add(TaskCodes.UnknownTask, askedAt, $"There is no task or group '{name}'.", remedy);
        return null;
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

    /// <summary>
    /// Files of a folder by the name of their task or group. A file that cannot be read has no name and is reported where it is used.
    /// </summary>
    private Dictionary<string, TaskFile> Index(TaskFolder folder)
    {
        if (_indexes.TryGetValue(folder, out Dictionary<string, TaskFile>? index)) return index;
        index = new(StringComparer.Ordinal);
        foreach (string fileName in folder.Names)
        {
            try
            {
                TaskFile file = TaskFile.Load(folder, fileName);
                if (file.Name is { } name) index.TryAdd(name, file);
            }
            catch (DiagnosticException) when (folder is TaskFolder.OnDisk)
            {
                // A neighbour that nobody asked for may be anything.
            }
        }

        _indexes.Add(folder, index);
        return index;
    }
}
