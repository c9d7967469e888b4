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
        task.Problems.Add(
            TaskCodes.WrongValue,
            dataFiles?.At ?? task.Node("dataset_path")!.At,
            format is null ? $"'data_files' does not go with dataset_path '{path}'." : $"dataset_path '{path}' needs 'data_files'.",
            "Give 'dataset_path: json' or 'csv' together with 'dataset_kwargs: {data_files: {test: FILE}}'.");
        return null;
    }

    private static Dictionary<string, IReadOnlyList<string>> Files(YamlNode node, TaskFile file, YamlProblems problems)
    {
        Dictionary<string, IReadOnlyList<string>> files = new(StringComparer.Ordinal);
        if (node is not YamlMapping splits)
        {
            files.Add(OnlySplit, Paths(node, file, problems));
            return files;
        }

        foreach (YamlEntry split in splits.Entries) files.Add(split.Key.Value, Paths(split.Value, file, problems));
        return files;
    }

    private static IReadOnlyList<string> Paths(YamlNode node, TaskFile file, YamlProblems problems) =>
        [.. (node.AsTexts(problems, "a path of 'data_files'") ?? []).Select(path => Absolute(path, node.At, file))];

    /// <summary>Relative to the folder of the file in which the path is written.</summary>
    private static string Absolute(string path, SourcePoint writtenAt, TaskFile file) =>
        Path.GetFullPath(Path.Combine(file.DataRoots[writtenAt.File], path));
}
