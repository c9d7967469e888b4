using System.Text.Json;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Hub;

namespace ModelGate.Measurement.Accuracy.Documents.Hub;

/// <summary>
/// Documents of the Hub's data sets: rows from the datasets server or files of the repository, kept on disk under their revision. What is
/// not on the Hub is read where it is.
/// </summary>
/// <param name="progress">Told the data set and how many rows of how many are here.</param>
public sealed class HubDocuments(DatasetsClient client, Action<string, int, int> progress, CancellationToken cancel) : IDocumentSource
{
    private readonly DatasetCache cache = new(Path.Combine(client.Options.CacheDirectory, "quantgate-datasets"));
    private readonly Dictionary<string, string> revisions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<(string Configuration, string Split)>> splits = new(StringComparer.Ordinal);
    private readonly LocalDocuments local = new();

    /// <summary>The revision of each data set that was read.</summary>
    public IReadOnlyDictionary<string, string> Revisions => revisions;

    public DocumentSet Read(DatasetReference dataset, string split, SourcePoint task)
    {
        try
        {
            return dataset switch
            {
                DatasetReference.Hub hub => LocalDocuments.ReadFiles([Rows(hub, split, task)], LocalFormat.Json, split),
                DatasetReference.HubFiles files => LocalDocuments.ReadFiles(Files(files, split, task), files.Format, split),
                _ => local.Read(dataset, split, task),
            };
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(
                TaskCodes.UnreadableData, new(client.Options.CacheDirectory), $"The cache cannot be used: {failed.Message}",
                "Make it writable, or name another one in HF_HUB_CACHE.");
        }
    }

    private string Rows(DatasetReference.Hub hub, string split, SourcePoint task)
    {
        if (Known(hub.Path, hub.Revision) is { } known && cache.Split(hub, known, split) is var file && File.Exists(file))
        {
            return Use(hub.Path, known, file);
        }

        if (client.Options.Offline) throw NotCached(hub, $"{hub.ConfigurationName}, {split}", task);
        var download = new RowsDownload(client, cache, (done, all) => progress($"{hub.Path}, {split}", done, all), task);
        string configuration = hub.Configuration ?? OnlyConfiguration(hub, split, task);
        string revision = download.FetchAsync(hub, configuration, split, cancel).GetAwaiter().GetResult();
        return hub.Revision is null || hub.Revision == revision
            ? Use(hub.Path, revision, cache.Split(hub, revision, split))
            : throw new DiagnosticException(
                TaskCodes.UnreadableData, task,
                $"{hub.Path} is pinned to {hub.Revision}; the service gives {revision}, and the pinned rows are not in the cache.",
                "Use a data folder that 'fetch' made at that revision, or fetch again and commit the new lock file.");
    }

    private List<string> Files(DatasetReference.HubFiles dataset, string split, SourcePoint task)
    {
        IReadOnlyList<string> paths = LocalDocuments.Files(dataset.Files, split, task);
        string? commit = Known(dataset.Path, dataset.Revision);
        List<string> files = [];
        foreach (string path in paths)
        {
            if (commit is null || !File.Exists(cache.RepositoryFile(dataset.Path, commit, path)))
            {
                if (client.Options.Offline) throw NotCached(dataset, path, task);
                commit ??= client.CommitOfAsync(dataset.Path, dataset.Revision, cancel).GetAwaiter().GetResult();
                byte[] content = client.FileAsync(dataset.Path, commit, path, cancel).GetAwaiter().GetResult();
                DatasetCache.Write(cache.RepositoryFile(dataset.Path, commit, path), temporary => File.WriteAllBytes(temporary, content));
            }

            files.Add(Use(dataset.Path, commit, cache.RepositoryFile(dataset.Path, commit, path)));
        }

        return files;
    }

    /// <summary>
    /// The revision to look for on disk: the pinned one, the one this run has met, or offline the one used last. Null: the service must
    /// say.
    /// </summary>
    private string? Known(string dataset, string? pinned) =>
        pinned ?? revisions.GetValueOrDefault(dataset) ?? (client.Options.Offline ? cache.Latest(dataset) : null);

    private string Use(string dataset, string revision, string file)
    {
        revisions[dataset] = revision;
        cache.SetLatest(dataset, revision);
        return file;
    }

    /// <summary>Data sets of a single configuration need not name it; it is not always called <c>default</c>.</summary>
    private string OnlyConfiguration(DatasetReference.Hub hub, string split, SourcePoint task)
    {
        if (!splits.TryGetValue(hub.Path, out IReadOnlyList<(string Configuration, string Split)>? found))
        {
            using DatasetReply reply =
                client.AskAsync(hub.Path, $"splits?dataset={Uri.EscapeDataString(hub.Path)}", cancel).GetAwaiter().GetResult();
            found =
            [
                .. reply.Json.RootElement.GetProperty("splits").EnumerateArray()
                    .Select(entry => (entry.GetProperty("config").GetString()!, entry.GetProperty("split").GetString()!)),
            ];
            splits.Add(hub.Path, found);
        }

        string[] configurations = [.. found.Select(entry => entry.Configuration).Distinct()];
        string? only = configurations.Length == 1 ? configurations[0] : configurations.FirstOrDefault(name => name == "default");
        if (only is null)
        {
            throw new DiagnosticException(
                TaskCodes.UnreadableData, task, $"{hub.Path} has several configurations.",
                $"Add 'dataset_name', one of: {string.Join(", ", configurations)}.");
        }

        string[] own = [.. found.Where(entry => entry.Configuration == only).Select(entry => entry.Split)];
        return own.Contains(split) ? only : throw new DiagnosticException(
            TaskCodes.UnknownSplit, task, $"{hub.Path} has no split '{split}'.", $"Use one of: {string.Join(", ", own)}.");
    }

    private DiagnosticException NotCached(DatasetReference dataset, string what, SourcePoint task)
    {
        string name = dataset is DatasetReference.Hub hub ? hub.Path : ((DatasetReference.HubFiles)dataset).Path;
        return new(
            TaskCodes.UnreadableData, task, $"{name} ({what}) is not in the cache {client.Options.CacheDirectory}, and offline mode is on.",
            "Run 'quantgate fetch' once with a network, unset HF_HUB_OFFLINE, or give a data folder.");
    }
}
