namespace ModelGate.Gate.Policies.Changes;

/// <summary>A folder that git knows nothing about: whatever lies in it is part of it.</summary>
/// <param name="root">Full path.</param>
public sealed class FolderTree(string root) : FileTree
{
    /// <summary>What tools leave behind, and what would be read for long.</summary>
    private static readonly string[] Skipped = [".git", ".quantgate", "quantgate-report", "node_modules", "bin", "obj"];

    public override IEnumerable<string> Below(string folder)
    {
        string start = Path.Combine(root, folder);
        if (!Directory.Exists(start)) return [];
        return from file in Files(new DirectoryInfo(start))
               select Path.GetRelativePath(root, file.FullName).Replace('\\', '/');
    }

    public override Stream? Open(string path)
    {
        string file = Path.Combine(root, path);
        return File.Exists(file) ? File.OpenRead(file) : null;
    }

    /// <summary>Links to folders are not walked: they may lead in a circle.</summary>
    private static IEnumerable<FileInfo> Files(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories()
            .Where(inner => inner.LinkTarget is null && !Skipped.Contains(inner.Name))
            .SelectMany(Files));
}
