using System.Text;
using ModelGate.Gate.Policies.Changes;

namespace ModelGate.Gate.Tests.Policies.Changes;

/// <summary>Files by path, without a disk.</summary>
internal sealed class MemoryTree : FileTree
{
    private readonly SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);

    /// <summary>Null removes the file.</summary>
    public string? this[string path]
    {
        set
        {
            if (value is null) files.Remove(path);
            else files[path] = Encoding.UTF8.GetBytes(value);
        }
    }

    /// <summary>The same with one file changed, added or, by null, removed.</summary>
    public MemoryTree With(string path, string? text)
    {
        MemoryTree changed = new();
        foreach ((string name, byte[] content) in files) changed.files[name] = content;
        changed[path] = text;
        return changed;
    }

    public override IEnumerable<string> Below(string folder) =>
        files.Keys.Where(path => folder.Length == 0 || path.StartsWith(folder + "/", StringComparison.Ordinal));

    public override Stream? Open(string path) => files.TryGetValue(path, out byte[]? content) ? new MemoryStream(content) : null;
}
