using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Tasks;

/// <summary>The tasks and groups of a folder by name, and by tag.</summary>
internal sealed class TaskIndex
{
    private readonly Dictionary<string, TaskFile> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TaskFile>> _tagged = new(StringComparer.Ordinal);

    /// <summary>A file of the user's that cannot be read has no name here, and is reported where it is used.</summary>
    public TaskIndex(TaskFolder folder)
    {
        foreach (string fileName in folder.Names)
        {
            try
            {
                foreach (TaskFile file in TaskFile.Load(folder, fileName)) Add(file);
            }
            catch (DiagnosticException) when (folder is not TaskFolder.BuiltIn)
            {
                // A neighbour that nobody asked for may be anything.
            }
        }
    }

    public IEnumerable<string> Names => _named.Keys;

    public IReadOnlyList<TaskFile> Find(string name) =>
        _named.TryGetValue(name, out TaskFile? one) ? [one] : _tagged.TryGetValue(name, out List<TaskFile>? several) ? several : [];

    private void Add(TaskFile file)
    {
        if (file.Name is not { } name || !_named.TryAdd(name, file)) return;
        foreach (string tag in file.Tags)
        {
            if (_tagged.TryGetValue(tag, out List<TaskFile>? others)) others.Add(file);
            else _tagged.Add(tag, [file]);
        }
    }
}
