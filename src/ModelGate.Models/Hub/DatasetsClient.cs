using System.Text.Json;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Hub;

/// <summary>What the rows service answered.</summary>
/// <param name="Revision">The data set's commit as the service reports it; null where it does not.</param>
public sealed record DatasetReply(JsonDocument Json, string? Revision) : IDisposable
{
    public void Dispose() => Json.Dispose();
}

/// <summary>Data sets of the Hub: rows from the datasets server, and files of their repositories.</summary>
public sealed class DatasetsClient(HttpClient http, HubOptions options, TimeProvider clock)
{
    private const int LargestReplyBytes = 256 << 20;

    private readonly HubTransport transport = new(http, options, clock);

    public HubOptions Options => options;

    /// <summary>Asks the datasets server; a reply that is cut short is asked for again.</summary>
    /// <param name="pathAndQuery">Such as <c>rows?dataset=…</c>.</param>
    /// <exception cref="DiagnosticException">QG0402, QG0404, QG0405, QG0407.</exception>
    public async Task<DatasetReply> AskAsync(string dataset, string pathAndQuery, CancellationToken cancel)
    {
        HubReference reference = HubReference.Dataset(dataset);
        var address = new Uri(options.DatasetsServer, pathAndQuery);
        (byte[] body, string? revision) = await GetAsync(address, reference, IsJson, cancel).ConfigureAwait(false);
        return new(JsonDocument.Parse(body), revision);
    }

    /// <summary>The commit that a branch, tag or commit of a data set's repository is.</summary>
    /// <exception cref="DiagnosticException">QG0402, QG0404, QG0405, QG0407.</exception>
    public async Task<string> CommitOfAsync(string dataset, string? revision, CancellationToken cancel)
    {
        HubReference reference = HubReference.Dataset(dataset, revision);
        if (reference.IsPinned) return reference.Revision;
        var address = new Uri(options.Endpoint, $"api/datasets/{dataset}/revision/{Uri.EscapeDataString(reference.Revision)}");
        (byte[] body, _) = await GetAsync(address, reference, IsJson, cancel).ConfigureAwait(false);
        using JsonDocument json = JsonDocument.Parse(body);
        string? commit = json.RootElement.TryGetProperty("sha", out JsonElement sha) ? sha.GetString() : null;
        return commit is not null && HubReference.IsCommit(commit)
            ? commit
            : throw new DiagnosticException(
                HubCodes.ReplyWrong, new SourcePoint(reference.ToString()), "The Hub's reply names no commit.",
                "Check HF_ENDPOINT; a mirror must answer as the Hub does.");
    }

    /// <summary>A whole file of the repository at a commit.</summary>
    /// <exception cref="DiagnosticException">QG0402, QG0404, QG0405.</exception>
    public async Task<byte[]> FileAsync(string dataset, string commit, string path, CancellationToken cancel)
    {
        string escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        var address = new Uri(options.Endpoint, $"datasets/{dataset}/resolve/{commit}/{escaped}");
        return (await GetAsync(address, HubReference.Dataset(dataset, commit), _ => true, cancel).ConfigureAwait(false)).Body;
    }

    private static bool IsJson(byte[] body)
    {
        try
        {
            using JsonDocument _ = JsonDocument.Parse(body);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private async Task<(byte[] Body, string? Revision)> GetAsync(
        Uri address, HubReference reference, Func<byte[], bool> isWhole, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            using HttpResponseMessage response = await transport.GetAsync(address, from: 0, reference, cancel).ConfigureAwait(false);
            string failure = "the reply is cut short";
            try
            {
                await response.Content.LoadIntoBufferAsync(LargestReplyBytes, cancel).ConfigureAwait(false);
                byte[] body = await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
                string? revision = response.Headers.TryGetValues("X-Revision", out IEnumerable<string>? values) ? values.First() : null;
                if (isWhole(body)) return (body, revision);
            }
            catch (Exception lost) when (HubTransport.IsLoss(lost, cancel))
            {
                failure = lost.Message;
            }

            if (attempt == HubTransport.Attempts) throw transport.Unreachable(reference, failure);
            await transport.DelayAsync(attempt, asked: null, cancel).ConfigureAwait(false);
        }
    }
}
