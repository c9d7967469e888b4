using System.Collections;
using System.Diagnostics.CodeAnalysis;
using ModelGate.Models.Diagnostics;
using ModelGate.Numerics;

namespace ModelGate.Models.Formats;

/// <summary>All tensors of a directory's safetensors files, one file or shards with an index; any architecture.</summary>
public sealed class SafetensorsCollection : IReadOnlyDictionary<string, TensorView>, IDisposable
{
    private const string SingleFile = "model.safetensors";

    private readonly List<SafetensorsReader> files;
    private readonly Dictionary<string, (SafetensorsReader File, SafetensorsEntry Entry)> tensors = new(StringComparer.Ordinal);

    private SafetensorsCollection(string directory, SafetensorsIndex? index, List<SafetensorsReader> files)
    {
        Directory = directory;
        Index = index;
        this.files = files;
    }

    public string Directory { get; }

    /// <summary>Null where the directory has one file without an index.</summary>
    public SafetensorsIndex? Index { get; }

    /// <summary>In order of file name.</summary>
    public IReadOnlyList<SafetensorsReader> Files => files;

    /// <summary>Bytes of all tensors, headers not counted.</summary>
    public long TensorByteCount { get; private set; }

    public int Count => tensors.Count;

    /// <summary>In file order, then in order of bytes.</summary>
    public IEnumerable<string> Keys => files.SelectMany(file => file.Header.Entries, (_, entry) => entry.Name);

    public IEnumerable<TensorView> Values => Keys.Select(name => this[name]);

    /// <exception cref="KeyNotFoundException">No file has such a tensor.</exception>
    public TensorView this[string key]
    {
        get
        {
            (SafetensorsReader file, SafetensorsEntry entry) = tensors[key];
            return file.View(entry);
        }
    }

    /// <exception cref="DiagnosticException">QG0201 to QG0208; all wrong shards at once.</exception>
    public static SafetensorsCollection Open(string directory)
    {
        SafetensorsIndex? index = FindIndex(directory) is { } path ? SafetensorsIndex.Read(path) : null;
        string[] names = index is null
            ? [FindSingleFile(directory)]
            : [.. index.WeightMap.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        var files = new List<SafetensorsReader>(names.Length);
        var set = new SafetensorsCollection(directory, index, files);
        try
        {
            var problems = new List<Diagnostic>();
            foreach (string name in names) set.OpenFile(System.IO.Path.Combine(directory, name), problems);
            if (problems.Count == 0) set.CollectTensors(problems);
            if (problems.Count > 0) throw new DiagnosticException(problems);
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    public bool ContainsKey(string key) => tensors.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TensorView value)
    {
        bool found = tensors.TryGetValue(key, out var place);
        value = found ? place.File.View(place.Entry) : default;
        return found;
    }

    /// <summary>The path of the file that holds a tensor, for diagnostics; the directory where none does.</summary>
    public string FileOf(string tensor) => tensors.TryGetValue(tensor, out var place) ? place.File.Path : Directory;

    public IEnumerator<KeyValuePair<string, TensorView>> GetEnumerator() =>
        Keys.Select(name => KeyValuePair.Create(name, this[name])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        foreach (SafetensorsReader file in files) file.Dispose();
    }

    private static string? FindIndex(string directory)
    {
        if (!System.IO.Directory.Exists(directory))
        {
            throw new DiagnosticException(
                CheckpointCodes.FileMissing, new SourcePoint(directory), "The model directory does not exist.",
                "Give a directory with config.json and *.safetensors.");
        }

        string usual = System.IO.Path.Combine(directory, SingleFile + ".index.json");
        if (File.Exists(usual)) return usual;
        if (File.Exists(System.IO.Path.Combine(directory, SingleFile))) return null;

        string[] found = System.IO.Directory.GetFiles(directory, "*.safetensors.index.json");
        return found.Length switch
        {
            0 => null,
            1 => found[0],
            _ => throw SafetensorsIndex.Wrong(directory, $"The directory has {found.Length} index files."),
        };
    }

    private static string FindSingleFile(string directory)
    {
        if (File.Exists(System.IO.Path.Combine(directory, SingleFile))) return SingleFile;

        string[] found = System.IO.Directory.GetFiles(directory, "*.safetensors");
        if (found.Length == 1) return System.IO.Path.GetFileName(found[0]);
        throw new DiagnosticException(
            CheckpointCodes.FileMissing, new SourcePoint(directory),
            found.Length == 0
                ? "The directory has no *.safetensors file."
                : $"The directory has {found.Length} *.safetensors files and no index.",
            "Convert the weights to safetensors, or add the missing model.safetensors.index.json.");
    }

    private void OpenFile(string path, List<Diagnostic> problems)
    {
        if (Index is not null && !File.Exists(path))
        {
            string tensor = Index.WeightMap.First(pair => pair.Value == System.IO.Path.GetFileName(path)).Key;
            problems.Add(new Diagnostic(
                CheckpointCodes.FileMissing, new SourcePoint(path), $"The shard is missing; the index expects tensor '{tensor}' in it.",
                "Download the shard, or the whole checkpoint, again."));
            return;
        }

        try
        {
            files.Add(SafetensorsReader.Open(path));
        }
        catch (DiagnosticException wrong)
        {
            problems.AddRange(wrong.Diagnostics);
        }
    }

    private void CollectTensors(List<Diagnostic> problems)
    {
        foreach (SafetensorsReader file in files)
        {
            string fileName = System.IO.Path.GetFileName(file.Path);
            foreach (SafetensorsEntry entry in file.Header.Entries)
            {
                TensorByteCount += entry.ByteCount;
                if (!tensors.TryAdd(entry.Name, (file, entry)))
                {
                    string other = System.IO.Path.GetFileName(tensors[entry.Name].File.Path);
                    problems.AddRange(SafetensorsIndex.Wrong(file.Path, $"Tensor '{entry.Name}' is in {other} too.").Diagnostics);
                }
                else if (Index is not null && Index.WeightMap.GetValueOrDefault(entry.Name) is var expected && expected != fileName)
                {
                    string claim = expected is null ? "does not name it" : $"puts it into {expected}";
                    problems.AddRange(SafetensorsIndex.Wrong(
                        file.Path, $"Tensor '{entry.Name}' is here, but the index {claim}.").Diagnostics);
                }
            }
        }

        foreach ((string name, string shard) in Index?.WeightMap ?? new Dictionary<string, string>())
        {
            if (!tensors.ContainsKey(name))
            {
                string path = System.IO.Path.Combine(Directory, shard);
                problems.AddRange(SafetensorsIndex.Wrong(
                    path, $"The index puts tensor '{name}' into this shard, which lacks it.").Diagnostics);
            }
        }
    }
}
