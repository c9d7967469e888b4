using System.Text;
using ModelGate.Gate.Tasks;
using ModelGate.Gate.Yaml;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>
/// What a task file of a repository means: itself, what it includes, the members that it names, and the files these name.
/// </summary>
internal sealed class TaskFileContent
{
    /// <summary>No path is longer.</summary>
    private const int MostPathLength = 300;

    private readonly FileTree tree;
    private readonly string folder;
    private readonly TreeTaskFolder taskFolder;
    private readonly Lazy<TaskIndex> index;
    private readonly StringBuilder text = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly SortedSet<string> files = new(StringComparer.Ordinal);

    private TaskFileContent(FileTree tree, string folder)
    {
        this.tree = tree;
        this.folder = folder;
        taskFolder = new(tree, folder);
        index = new(() => new TaskIndex(taskFolder));
    }

    /// <summary>In the same words for the same meaning; comments and layout are none of it.</summary>
    public string Text => text.ToString();

    /// <summary>Paths that it names and that may be files, such as those of documents.</summary>
    public IReadOnlyCollection<string> Files => files;

    /// <summary>Of a file that cannot be read this is the problem, and all task files of its folder are among its files.</summary>
    public static TaskFileContent Of(FileTree tree, string path)
    {
        TaskFileContent content = new(tree, FileTree.FolderOf(path));
        try
        {
            foreach (TaskFile file in TaskFile.Load(content.taskFolder, path[(path.LastIndexOf('/') + 1)..])) content.Add(file);
        }
        catch (DiagnosticException error)
        {
            content.text.Append(error.Diagnostics[0].Problem);
            content.files.UnionWith(tree.Below(content.folder).Where(file => Path.GetExtension(file) is ".yaml" or ".yml"));
        }

        return content;
    }

    private void Add(TaskFile file)
    {
        Add(file.Root, file);
        if (file.ForMembers is { } overrides) Add(overrides, file);
        if (!file.IsGroup) return;
        foreach (YamlNode member in ((YamlSequence)file.Root["task"]!).Items)
        {
            switch (member)
            {
                case YamlScalar name:
                    AddNamed(name.Value);
                    break;
                case YamlMapping { } mapping when new TaskFile(mapping, file.Folder, file.DataRoots) is { IsGroup: true } inner:
                    Add(inner);
                    break;
                case YamlMapping mapping when mapping["task"] is YamlScalar name:
                    AddNamed(name.Value);
                    break;
            }
        }
    }

    /// <summary>What the folder does not have is built in, and changes with the tool.</summary>
    private void AddNamed(string name)
    {
        if (!seen.Add(name)) return;
        IReadOnlyList<TaskFile> members = index.Value.Find(name);
        text.Append("member ").Append(name).Append(members.Count == 0 ? " built in\n" : "\n");
        foreach (TaskFile member in members) Add(member);
    }

    private void Add(YamlNode node, TaskFile file)
    {
        switch (node)
        {
            case YamlScalar scalar:
                char style = scalar.IsPlain ? 'p' : 'q';
                text.Append(style).Append(scalar.Tag).Append(scalar.Value.Length).Append(':').Append(scalar.Value).Append('\n');
                if (scalar.Value.Length is > 0 and < MostPathLength && !scalar.Value.Contains('\n')) AddPath(scalar, file);
                break;
            case YamlSequence list:
                text.Append('[');
                foreach (YamlNode item in list.Items) Add(item, file);
                text.Append(']');
                break;
            case YamlMapping mapping:
                text.Append('{').Append(mapping.Tag);
                foreach (YamlEntry entry in mapping.Entries)
                {
                    text.Append(entry.Key.Value).Append('=');
                    Add(entry.Value, file);
                }

                text.Append('}');
                break;
        }
    }

    private void AddPath(YamlScalar scalar, TaskFile file)
    {
        if (scalar.Value.IndexOfAny(Path.GetInvalidPathChars()) >= 0) return;
        string from = file.DataRoots.GetValueOrDefault(scalar.At.File) ?? folder;
        if (FileTree.Combine(from, scalar.Value) is { Length: > 0 } path) files.Add(path);
    }
}
