namespace ModelGate.Measurement.Accuracy.Documents.Hub;

/// <summary>Where data sets lie on disk: a folder for each revision, laid out as a data folder of that one data set.</summary>
/// <param name="directory">Shared by all projects of a user.</param>
internal sealed class DatasetCache(string directory)
{
    /// <summary>The revision that was used last; null where none was.</summary>
    public string? Latest(string dataset) => File.Exists(LatestFile(dataset)) ? File.ReadAllText(LatestFile(dataset)).Trim() : null;

    public void SetLatest(string dataset, string revision)
    {
        if (Latest(dataset) != revision) Write(LatestFile(dataset), temporary => File.WriteAllText(temporary, revision + "\n"));
    }

    /// <summary>A whole split of rows.</summary>
    public string Split(DatasetReference.Hub hub, string revision, string split) =>
        Path.Combine(Of(hub.Path), Safe(revision), Safe(hub.ConfigurationName), $"{Safe(split)}.jsonl");

    /// <summary>Pages of a split that is not whole yet, named by the number of their first row.</summary>
    public string Pages(DatasetReference.Hub hub, string revision, string split) => Split(hub, revision, split) + ".pages";

    /// <summary>A file of the repository.</summary>
    public string RepositoryFile(string dataset, string commit, string path) =>
        Path.Combine(Of(dataset), Safe(commit), "files", Path.Combine(path.Split('/')));

    /// <summary>Under another name until it is whole.</summary>
    public static void Write(string file, Action<string> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        string temporary = $"{file}.{Environment.ProcessId}.tmp";
        write(temporary);
        File.Move(temporary, file, overwrite: true);
    }

    private string Of(string dataset) => Path.Combine(directory, dataset.Replace("/", "--", StringComparison.Ordinal));

    private string LatestFile(string dataset) => Path.Combine(Of(dataset), "latest");

    /// <summary>A name from outside as one part of a path.</summary>
    private static string Safe(string name) =>
        name.Length > 0 && name is not ("." or "..") && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? name : Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(name));
}
