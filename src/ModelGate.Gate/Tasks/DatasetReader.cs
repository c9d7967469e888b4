using ModelGate.Gate.Yaml;
using ModelGate.Measurement.Accuracy;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Tasks;

/// <summary>Reads <c>dataset_path</c>, <c>dataset_name</c> and <c>dataset_kwargs</c>.</summary>
internal static class DatasetReader
{
    /// <summary>What the data-set library calls the split of files that are given without one.</summary>
    private const string OnlySplit = "train";

    public static DatasetReference? Read(YamlFields task, TaskFile file)
    {
        task.Require("dataset_path");
        string? path = task.Text("dataset_path");
        string? configuration = task.Text("dataset_name");
        YamlFields? settings = task.Fields("dataset_kwargs");
        YamlNode? dataFiles = settings?.Node("data_files");
        string? revision = settings?.Text("revision");
        settings?.Ignore("trust_remote_code", "field", "split");
        settings?.RefuseOthers();
        if (path is null) return null;
        LocalFormat? format = path switch
        {
            "json" => LocalFormat.Json,
            "csv" => LocalFormat.Csv,
            _ => null,
        };
        if (format is { } local && dataFiles is not null) return new DatasetReference.Local(local, Files(dataFiles, file, task.Problems));
        if (format is null && dataFiles is null) return new DatasetReference.Hub(path, configuration, revision);
        if (format is null) return HubFiles(path, revision, dataFiles!, task.Problems);
        task.Problems.Add(
            TaskCodes.WrongValue, task.Node("dataset_path")!.At, $"dataset_path '{path}' needs 'data_files'.",
            "Give 'dataset_path: json' or 'csv' together with 'dataset_kwargs: {data_files: {test: FILE}}'.");
        return null;
    }

    private static DatasetReference.HubFiles HubFiles(string path, string? revision, YamlNode dataFiles, YamlProblems problems)
    {
        Dictionary<string, IReadOnlyList<string>> files = Splits(dataFiles, node => Texts(node, problems));
        bool isCsv = files.Values.SelectMany(paths => paths).All(file => file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase));
        foreach (string file in files.Values.SelectMany(paths => paths).Where(file => Path.IsPathRooted(file) || file.Contains("..")))
        {
            problems.WrongValue(dataFiles, $"'{file}' leads out of the data set's repository.", "Write the path within the repository.");
        }

        return new(path, revision, isCsv ? LocalFormat.Csv : LocalFormat.Json, files);
    }

    private static Dictionary<string, IReadOnlyList<string>> Files(YamlNode node, TaskFile file, YamlProblems problems) =>
        Splits(node, paths => [.. Texts(paths, problems).Select(path => Absolute(path, paths.At, file))]);

    private static Dictionary<string, IReadOnlyList<string>> Splits(YamlNode node, Func<YamlNode, IReadOnlyList<string>> read)
    {
        if (node is not YamlMapping splits) return new(StringComparer.Ordinal) { [OnlySplit] = read(node) };
        Dictionary<string, IReadOnlyList<string>> files = new(StringComparer.Ordinal);
        foreach (YamlEntry split in splits.Entries) files.Add(split.Key.Value, read(split.Value));
        return files;
    }

    private static IReadOnlyList<string> Texts(YamlNode node, YamlProblems problems) =>
        node.AsTexts(problems, "a path of 'data_files'") ?? [];

    /// <summary>Relative to the folder of the file in which the path is written.</summary>
    private static string Absolute(string path, SourcePoint writtenAt, TaskFile file) =>
        Path.GetFullPath(Path.Combine(file.DataRoots[writtenAt.File], path));
}
