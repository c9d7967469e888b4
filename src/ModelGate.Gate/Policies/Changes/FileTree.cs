using System.Text;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>The files of one state of a repository, by path relative to its root, with '/'.</summary>
public abstract class FileTree
{
    /// <summary>Paths of all files below a folder; an empty name is the whole tree.</summary>
    public abstract IEnumerable<string> Below(string folder);

    /// <summary>Null where the repository has no such file.</summary>
    public abstract Stream? Open(string path);

    public bool Has(string path)
    {
        using Stream? stream = Open(path);
        return stream is not null;
    }

    public byte[]? Read(string path)
    {
        using Stream? stream = Open(path);
        if (stream is null) return null;
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>As UTF-8, without a byte order mark.</summary>
    public string? ReadText(string path) => Read(path) is { } bytes ? new UTF8Encoding(false).GetString(bytes).TrimStart('\uFEFF') : null;

    /// <summary>A path as it is written, from a folder of the tree; null where it leads out.</summary>
    public static string? Combine(string folder, string path)
    {
        if (Path.IsPathRooted(path)) return null;
        List<string> parts = [.. folder.Split('/', StringSplitOptions.RemoveEmptyEntries)];
        foreach (string part in path.Replace('\\', '/').Split('/'))
        {
            if (part is "" or ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else return null;
        }

        return string.Join('/', parts);
    }

    /// <summary>The folder of a file; empty for the root.</summary>
    public static string FolderOf(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";
}
