using ModelGate.Gate.Tasks;
using ModelGate.Gate.Yaml;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>Task files of one state of a repository. A data root is the file's folder in the tree.</summary>
/// <param name="directory">Within the tree.</param>
internal sealed class TreeTaskFolder(FileTree tree, string directory) : TaskFolder
{
    public override IReadOnlyList<string> Names =>
    [
        .. from path in tree.Below(directory)
           where FileTree.FolderOf(path) == directory && Path.GetExtension(path) is ".yaml" or ".yml"
           let name = path[(path.LastIndexOf('/') + 1)..]
           orderby name
           select name,
    ];

    public override string DataRoot(string name) => PathOf(name) is { } path ? FileTree.FolderOf(path) : directory;

    public override YamlNode? Load(string name) =>
        PathOf(name) is { } path && tree.ReadText(path) is { } text ? YamlFile.Parse(text, path, TaskYaml.Codes) : null;

    private string? PathOf(string name) => FileTree.Combine(directory, name);
}
