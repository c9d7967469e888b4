using System.Text.Json.Nodes;
using System.Web;

namespace ModelGate.Testing;

/// <summary>The rows service and the Hub's data set addresses, on one port.</summary>
public sealed class FakeDatasets : FakeServer
{
    public const string Id = "acme/quiz";
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    public FakeDatasets() => Answer = Default;

    /// <summary>Rows by configuration and split.</summary>
    public Dictionary<(string Configuration, string Split), JsonObject[]> Rows { get; } = [];

    /// <summary>Files of the repository.</summary>
    public Dictionary<string, string> Files { get; } = [];

    public string Revision { get; set; } = Commit;

    /// <summary>Offsets of the pages that were asked for.</summary>
    public int[] Offsets => [.. Requests
        .Where(request => request.Target.StartsWith("/rows", StringComparison.Ordinal))
        .Select(request => int.Parse(Query(request, "offset"), System.Globalization.CultureInfo.InvariantCulture))];

    public static string Query(FakeRequest request, string name) =>
        HttpUtility.ParseQueryString(request.Target[(request.Target.IndexOf('?', StringComparison.Ordinal) + 1)..])[name] ?? "";

    public FakeReply Default(FakeRequest request)
    {
        if (request.Target.StartsWith("/rows?", StringComparison.Ordinal)) return Page(request);
        if (request.Target.StartsWith("/splits?", StringComparison.Ordinal))
        {
            return FakeReply.Json(new JsonObject
            {
                ["splits"] = new JsonArray([.. Rows.Keys.Select(key => new JsonObject
                {
                    ["dataset"] = Id, ["config"] = key.Configuration, ["split"] = key.Split,
                })]),
            }.ToJsonString());
        }

        if (request.Target.StartsWith($"/api/datasets/{Id}/revision/", StringComparison.Ordinal))
        {
            return FakeReply.Json($$"""{"sha": "{{Revision}}"}""");
        }

        string prefix = $"/datasets/{Id}/resolve/{Revision}/";
        return request.Target.StartsWith(prefix, StringComparison.Ordinal)
            && Files.TryGetValue(request.Target[prefix.Length..], out string? content)
            ? FakeReply.Json(content) : NotFound("The dataset does not exist.");
    }

    public FakeReply Page(FakeRequest request, int? cutAfter = null)
    {
        if (!Rows.TryGetValue((Query(request, "config"), Query(request, "split")), out JsonObject[]? rows))
        {
            return NotFound("The split does not exist, or the config does not exist.");
        }

        int offset = int.Parse(Query(request, "offset"), System.Globalization.CultureInfo.InvariantCulture);
        JsonObject page = new()
        {
            ["features"] = new JsonArray(),
            ["rows"] = new JsonArray([.. rows.Skip(offset).Take(100).Select((row, i) => new JsonObject
            {
                ["row_idx"] = offset + i, ["row"] = row.DeepClone(), ["truncated_cells"] = new JsonArray(),
            })]),
            ["num_rows_total"] = rows.Length,
            ["num_rows_per_page"] = 100,
            ["partial"] = false,
        };
        return FakeReply.Json(page.ToJsonString(), 200, $"X-Revision: {Revision}") with { CutAfter = cutAfter };
    }

    public static FakeReply NotFound(string text) => FakeReply.Json($$"""{"error": "{{text}}"}""", 404, "X-Error-Code: DatasetNotFound");
}
