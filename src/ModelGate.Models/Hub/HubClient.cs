using System.Net;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Hub;

/// <param name="File">The file that is coming.</param>
/// <param name="FileBytes">Bytes of it that are here.</param>
/// <param name="FileSize">Bytes of it in all.</param>
public readonly record struct HubProgress(string File, long FileBytes, long FileSize);

/// <summary>A model of the Hub in the local cache.</summary>
/// <param name="Directory">A model directory: the snapshot.</param>
/// <param name="Commit">What the revision was; 40 hex digits.</param>
public sealed record HubSnapshot(string Directory, string Commit);

/// <summary>Brings models from the Hub into its cache folder: what is needed, resumable, hash-checked.</summary>
public sealed class HubClient(HttpClient http, HubOptions options, TimeProvider clock)
{
    private const int LargestReplyBytes = 64 << 20;

    /// <summary>A client that leaves redirects and retries to <see cref="HubClient"/>.</summary>
    public static HttpClient CreateHttpClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    });

    /// <summary>The model's files in the cache; from there alone when offline or when a pinned commit is complete.</summary>
    /// <exception cref="DiagnosticException">QG0402 to QG0409.</exception>
    public async Task<HubSnapshot> FetchAsync(
        HubReference reference, IProgress<HubProgress>? progress = null, CancellationToken cancel = default)
    {
        var cache = new HubCache(options.CacheDirectory, reference);
        if (options.Offline) return FromCache(cache, reference);
        if (reference.IsPinned && IsComplete(cache.SnapshotPath(reference.Revision)))
            return new HubSnapshot(cache.SnapshotPath(reference.Revision), reference.Revision);

        var transport = new HubTransport(http, options, clock);
        HubRevision revision = await ResolveAsync(transport, reference, cancel).ConfigureAwait(false);
        if (!revision.Files.Any(file => file.Name == "config.json")) throw ModelFiles.NoModel(reference, "It has no config.json.");

        try
        {
            string directory = cache.SnapshotPath(revision.Commit);
            var download = new BlobDownload(transport, cache, reference, clock);
            foreach (HubFile file in ModelFiles.SmallFiles(revision.Files)) await BringAsync(file).ConfigureAwait(false);
            foreach (HubFile file in ModelFiles.WeightFiles(revision.Files, directory, reference))
                await BringAsync(file).ConfigureAwait(false);

            cache.WriteCommit(revision.Commit);
            return new HubSnapshot(directory, revision.Commit);

            async Task BringAsync(HubFile file)
            {
                if (cache.HasFile(revision.Commit, file)) return;
                var address = new Uri(options.Endpoint, $"{reference.Id}/resolve/{revision.Commit}/{Uri.EscapeDataString(file.Name)}");
                await download.FetchAsync(
                    address, revision.Commit, file, Report, cancel).ConfigureAwait(false);

                void Report(long bytes) => progress?.Report(new HubProgress(file.Name, bytes, file.Size));
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw cache.Unwritable(failed);
        }
    }

    private async Task<HubRevision> ResolveAsync(HubTransport transport, HubReference reference, CancellationToken cancel)
    {
        var address = new Uri(
            options.Endpoint, $"api/models/{reference.Id}/revision/{Uri.EscapeDataString(reference.Revision)}?blobs=true");
        for (int attempt = 1; ; attempt++)
        {
            using HttpResponseMessage response = await transport.GetAsync(address, from: 0, reference, cancel).ConfigureAwait(false);
            try
            {
                await response.Content.LoadIntoBufferAsync(LargestReplyBytes, cancel).ConfigureAwait(false);
            }
            catch (Exception lost) when (HubTransport.IsLoss(lost, cancel))
            {
                if (attempt == HubTransport.Attempts) throw transport.Unreachable(reference, lost.Message);
                await transport.DelayAsync(attempt, asked: null, cancel).ConfigureAwait(false);
                continue;
            }

            HubRevision revision = HubRevision.Parse(await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false), reference);
            if (!reference.IsPinned || revision.Commit == reference.Revision) return revision;
            throw new DiagnosticException(
                HubCodes.ReplyWrong, new SourcePoint(reference.ToString()),
                $"The Hub gives commit {revision.Commit} for the pinned {reference.Revision}.",
                "Check HF_ENDPOINT; a mirror must answer as the Hub does.");
        }
    }

    private HubSnapshot FromCache(HubCache cache, HubReference reference)
    {
        string? commit = cache.ReadCommit();
        string directory = commit is null ? "" : cache.SnapshotPath(commit);
        string? missing = commit is null || !Directory.Exists(directory) ? "the whole model" : ModelFiles.FirstMissing(directory);
        if (missing is null) return new HubSnapshot(directory, commit!);
        throw new DiagnosticException(
            HubCodes.NotCached, new SourcePoint(reference.ToString()),
            $"The cache {options.CacheDirectory} lacks {missing}, and offline mode is on.",
            "Run the command once with a network, or unset HF_HUB_OFFLINE.");
    }

    /// <summary>Weights come last, so whole weights mean a whole snapshot, unless another program fetched them alone.</summary>
    private static bool IsComplete(string directory) =>
        Directory.Exists(directory) && File.Exists(Path.Combine(directory, "tokenizer.json")) && ModelFiles.FirstMissing(directory) is null;
}
