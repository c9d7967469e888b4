using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Documents;

/// <summary>
/// Data sets of the Hub laid out in a folder, as <c>fetch</c> leaves them: <c>OWNER/NAME/CONFIGURATION/SPLIT.jsonl</c> (or <c>.json</c>,
/// <c>.csv</c>), configuration <c>default</c> where a data set has none; files of a repository under their own paths.
/// </summary>
/// <param name="elsewhere">Asked for what the folder does not hold.</param>
public sealed class DataFolder(string directory, IDocumentSource elsewhere) : IDocumentSource
{
    private static readonly string[] Extensions = [".jsonl", ".json", ".csv"];

    public DocumentSet Read(DatasetReference dataset, string split, SourcePoint task)
    {
        if (!Directory.Exists(directory))
        {
            throw new DiagnosticException(
                TaskCodes.UnreadableData, new(directory), "There is no such data folder.", "Correct the path, or make it with 'fetch'.");
        }

        return dataset switch
        {
            DatasetReference.Hub when Find(dataset, split, task) is [var file] => LocalDocuments.ReadFiles([file], FormatOf(file), split),
            DatasetReference.HubFiles files when Find(dataset, split, task) is { Count: > 0 } found =>
                LocalDocuments.ReadFiles(found, files.Format, split),
            _ => elsewhere.Read(dataset, split, task),
        };
    }

    /// <summary>Where the files of a split lie in a data folder, with <c>/</c>.</summary>
    public static IReadOnlyList<string> RelativePaths(DatasetReference dataset, string split, SourcePoint task) => dataset switch
    {
        DatasetReference.Hub hub => [$"{hub.Path}/{hub.ConfigurationName}/{split}.jsonl"],
        DatasetReference.HubFiles files => [.. LocalDocuments.Files(files.Files, split, task).Select(file => $"{files.Path}/{file}")],
        _ => [],
    };

    private static LocalFormat FormatOf(string file) =>
        Path.GetExtension(file) == ".csv" ? LocalFormat.Csv : LocalFormat.Json;

    /// <summary>All files of the split, or none where one is missing.</summary>
    private List<string> Find(DatasetReference dataset, string split, SourcePoint task)
    {
        List<string> found = [];
        foreach (string path in RelativePaths(dataset, split, task).Select(relative => Path.Combine(directory, relative)))
        {
            IEnumerable<string> names = dataset is DatasetReference.Hub
                ? Extensions.Select(extension => Path.ChangeExtension(path, extension)) : [path];
            if (names.FirstOrDefault(File.Exists) is not { } file) return [];
            found.Add(file);
        }

        return found;
    }
}
