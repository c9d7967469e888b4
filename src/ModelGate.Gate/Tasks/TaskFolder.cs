using ModelGate.Gate.Yaml;
using ModelGate.Measurement.Accuracy;

namespace ModelGate.Gate.Tasks;

/// <summary>Where task files come from: a folder on disk, or the files inside the tool.</summary>
internal abstract class TaskFolder
{
    /// <summary>What paths in <c>data_files</c> of a file of this folder are relative to.</summary>
    public abstract string DataRoot(string name);

    /// <summary>A file's content by its path relative to the folder; null where there is none.</summary>
    public abstract YamlNode? Load(string name);

    /// <summary>Names of all files.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    public sealed class OnDisk(string directory) : TaskFolder
    {
        public override string DataRoot(string name) => Path.GetDirectoryName(Path.GetFullPath(Path.Combine(directory, name)))!;

        public override IReadOnlyList<string> Names => [.. Directory.EnumerateFiles(directory)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
            .Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal)];

        public override YamlNode? Load(string name)
        {
            string path = Path.GetFullPath(Path.Combine(directory, name));
            return File.Exists(path) ? YamlFile.Load(path, TaskYaml.Codes) : null;
        }
    }

    /// <param name="dataRoot">The folder that holds <c>demo/</c>.</param>
    public sealed class BuiltIn(string dataRoot) : TaskFolder
    {
        private readonly Dictionary<string, string> _files =
            BuiltInTaskFiles.Read().ToDictionary(file => file.Name, file => file.Text, StringComparer.Ordinal);

        public override string DataRoot(string name) => dataRoot;

        public override IReadOnlyList<string> Names => [.. _files.Keys];

        public override YamlNode? Load(string name) =>
            _files.TryGetValue(name.Replace('\\', '/'), out string? text) ? YamlFile.Parse(text, $"built-in/{name}", TaskYaml.Codes) : null;
    }
}
