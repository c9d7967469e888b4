using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Hub;

namespace ModelGate.Measurement.Accuracy.Documents.Hub;

/// <summary>
/// Brings one split page by page. Pages that are on disk are not asked for again; all come from one revision, or the download starts anew.
/// </summary>
internal sealed class RowsDownload(DatasetsClient client, DatasetCache cache, Action<int, int> report, SourcePoint task)
{
    /// <summary>The service gives no more at once.</summary>
    private const int PageRows = 100;

    private const int MostRestarts = 3;

    private static readonly JsonWriterOptions AsItCame = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="configuration">As the service names it.</param>
    /// <returns>The revision that the split came from; the split is in the cache.</returns>
    public async Task<string> FetchAsync(DatasetReference.Hub hub, string configuration, string split, CancellationToken cancel)
    {
        for (int restart = 0; restart <= MostRestarts; restart++)
        {
            if (await TryFetchAsync(hub, configuration, split, cancel).ConfigureAwait(false) is { } revision) return revision;
        }

        throw Unusable(hub, split, "The data set changed each time while it came", "Try again when its authors are done.");
    }

    /// <returns>Null where the data set changed meanwhile.</returns>
    private async Task<string?> TryFetchAsync(DatasetReference.Hub hub, string configuration, string split, CancellationToken cancel)
    {
        Page first = await AskAsync(hub, configuration, split, 0, cancel).ConfigureAwait(false);
        string whole = cache.Split(hub, first.Revision, split), pages = cache.Pages(hub, first.Revision, split);
        if (File.Exists(whole)) return first.Revision;
        Keep(pages, 0, first);
        for (int offset = PageRows; offset < first.RowsInAll; offset += PageRows)
        {
            report(offset, first.RowsInAll);
            if (File.Exists(PageFile(pages, offset))) continue;
            Page page = await AskAsync(hub, configuration, split, offset, cancel).ConfigureAwait(false);
            if (page.Revision != first.Revision || page.RowsInAll != first.RowsInAll) return null;
            Keep(pages, offset, page);
        }

        DatasetCache.Write(whole, temporary =>
        {
            using FileStream output = File.Create(temporary);
            for (int offset = 0; offset < first.RowsInAll; offset += PageRows)
            {
                using FileStream page = File.OpenRead(PageFile(pages, offset));
                page.CopyTo(output);
            }
        });
        Directory.Delete(pages, recursive: true);
        report(first.RowsInAll, first.RowsInAll);
        return first.Revision;
    }

    private async Task<Page> AskAsync(
        DatasetReference.Hub hub, string configuration, string split, int offset, CancellationToken cancel)
    {
        string query = string.Create(
            CultureInfo.InvariantCulture,
            $"rows?dataset={Uri.EscapeDataString(hub.Path)}&config={Uri.EscapeDataString(configuration)}"
            + $"&split={Uri.EscapeDataString(split)}&offset={offset}&length={PageRows}");
        using DatasetReply reply = await client.AskAsync(hub.Path, query, cancel).ConfigureAwait(false);
        try
        {
            return Read(reply, hub, split, offset);
        }
        catch (Exception wrong) when (wrong is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Unusable(hub, split, $"A page is not what the service promises ({wrong.Message})", "Check HF_DATASETS_SERVER.");
        }
    }

    private Page Read(DatasetReply reply, DatasetReference.Hub hub, string split, int offset)
    {
        JsonElement root = reply.Json.RootElement;
        int all = root.GetProperty("num_rows_total").GetInt32();
        if (root.TryGetProperty("partial", out JsonElement partial) && partial.GetBoolean())
        {
            throw Unusable(hub, split, "The service holds only a part of the split", "Give the documents as a data folder.");
        }

        using MemoryStream lines = new();
        int expected = offset;
        foreach (JsonElement entry in root.GetProperty("rows").EnumerateArray())
        {
            int index = entry.GetProperty("row_idx").GetInt32();
            if (index != expected) throw Unusable(hub, split, $"Row {expected} is missing in the service's reply", "Try again later.");
            if (entry.GetProperty("truncated_cells").GetArrayLength() > 0)
            {
                throw Unusable(hub, split, $"The service cut a cell of row {index} short", "Give the documents as a data folder.");
            }

            using (Utf8JsonWriter writer = new(lines, AsItCame)) entry.GetProperty("row").WriteTo(writer);
            lines.WriteByte((byte)'\n');
            expected++;
        }

        if (expected != Math.Min(offset + PageRows, all))
        {
            throw Unusable(hub, split, $"A page ends at row {expected} of {all}", "Try again later.");
        }

        return new(reply.Revision ?? "unknown", all, lines.ToArray());
    }

    private static void Keep(string pages, int offset, Page page) =>
        DatasetCache.Write(PageFile(pages, offset), temporary => File.WriteAllBytes(temporary, page.Lines));

    private static string PageFile(string pages, int offset) =>
        Path.Combine(pages, offset.ToString("D9", CultureInfo.InvariantCulture));

    private DiagnosticException Unusable(DatasetReference.Hub hub, string split, string problem, string remedy) =>
        new(TaskCodes.UnreadableData, task, $"{hub.Path}, {hub.ConfigurationName}, {split}: {problem}.", remedy);

    /// <param name="Lines">One JSON object a line.</param>
    private sealed record Page(string Revision, int RowsInAll, byte[] Lines);
}
