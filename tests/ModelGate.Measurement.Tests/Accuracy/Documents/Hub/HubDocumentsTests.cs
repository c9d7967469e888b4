using System.Text;
using System.Text.Json.Nodes;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Documents.Hub;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Hub;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Documents.Hub;

public sealed class HubDocumentsTests : IDisposable
{
    private const string Secret = "hf_secretsecretsecret";
    private static readonly SourcePoint Task = new("task.yaml", 2, 1);
    private static readonly DatasetReference.Hub Quiz = new(FakeDatasets.Id, "main", null);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeDatasets _server = new();
    private readonly HttpClient _http = HubClient.CreateHttpClient();
    private readonly ImpatientTime _clock = new(TimeSpan.FromSeconds(50));

    public HubDocumentsTests() => _server.Rows[("main", "test")] = Rows(250);

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Read_walks_all_pages_in_order()
    {
        HubDocuments hub = Hub();
        DocumentSet read = hub.Read(Quiz, "test", Task);
        Assert.Equal(Enumerable.Range(0, 250).Select(i => (long)i), read.Documents.Select(document => (long)document.Fields["n"]!));
        Assert.Equal([0, 100, 200], _server.Offsets);
        Assert.Equal(FakeDatasets.Commit, hub.Revisions[FakeDatasets.Id]);
    }

    /// <summary>Templates see numbers as Python would: 1 and 1.0 differ, and texts keep every character.</summary>
    [Fact]
    public void Read_keeps_values_as_they_are()
    {
        _server.Rows[("main", "test")] =
            [JsonNode.Parse("""{"i": 1, "f": 1.0, "t": "é\u2028<b>&'", "l": ["a", null], "o": {"label": [true]}}""")!.AsObject()];
        IReadOnlyDictionary<string, object?> fields = Hub().Read(Quiz, "test", Task).Documents[0].Fields;
        Assert.Equal((1L, 1.0, "é\u2028<b>&'"), (fields["i"], fields["f"], fields["t"]));
        Assert.Equal(["i", "f", "t", "l", "o"], fields.Keys);
    }

    [Fact]
    public void Read_again_asks_for_the_revision_only()
    {
        Hub().Read(Quiz, "test", Task);
        Assert.Equal(250, Hub().Read(Quiz, "test", Task).Documents.Count);
        Assert.Equal([0, 100, 200, 0], _server.Offsets);
    }

    [Fact]
    public void Read_of_a_second_split_in_one_run_uses_what_is_there_without_asking()
    {
        _server.Rows[("main", "train")] = Rows(3);
        Hub().Read(Quiz, "train", Task);
        HubDocuments hub = Hub();
        hub.Read(Quiz, "test", Task);
        int before = _server.Requests.Count;
        Assert.Equal(3, hub.Read(Quiz, "train", Task).Documents.Count);
        Assert.Equal(before, _server.Requests.Count);
    }

    [Fact]
    public void Read_waits_as_long_as_the_service_asks()
    {
        int refused = 0;
        _server.Answer = request => refused++ == 0
            ? FakeReply.Json("""{"error": "slow down"}""", 429, "Retry-After: 7") : _server.Default(request);
        Assert.Equal(250, Hub().Read(Quiz, "test", Task).Documents.Count);
        Assert.Contains(TimeSpan.FromSeconds(7), _clock.Waits);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(60)]
    public void Read_asks_again_after_a_dropped_connection_or_a_page_cut_short(int? cutAfter)
    {
        bool broken = false;
        _server.Answer = request =>
        {
            if (broken || !request.Target.Contains("offset=100", StringComparison.Ordinal)) return _server.Default(request);
            broken = true;
            return cutAfter is { } bytes ? _server.Page(request, bytes) : new FakeReply(200, null);
        };
        Assert.Equal(250, Hub().Read(Quiz, "test", Task).Documents.Count);
        Assert.Equal([0, 100, 100, 200], _server.Offsets);
    }

    /// <summary>A whole reply whose text ends too early, as a proxy can leave it.</summary>
    [Fact]
    public void Read_asks_again_after_a_page_whose_JSON_ends_early()
    {
        bool broken = false;
        _server.Answer = request =>
        {
            FakeReply whole = _server.Default(request);
            if (broken) return whole;
            broken = true;
            return whole with { Body = whole.Body![..40] };
        };
        Assert.Equal(250, Hub().Read(Quiz, "test", Task).Documents.Count);
    }

    [Fact]
    public void Read_goes_on_where_a_stopped_run_was()
    {
        _server.Answer = request => request.Target.Contains("offset=200", StringComparison.Ordinal)
            ? FakeReply.Json("""{"error": "no"}""", 503) : _server.Default(request);
        Assert.Throws<DiagnosticException>(() => Hub().Read(Quiz, "test", Task));
        int before = _server.Requests.Count;
        _server.Answer = _server.Default;
        Assert.Equal(250, Hub().Read(Quiz, "test", Task).Documents.Count);
        Assert.Equal([0, 200], _server.Offsets[before..]);
    }

    [Fact]
    public void Read_starts_again_when_the_data_set_changes_meanwhile()
    {
        string moved = new('b', 40);
        _server.Answer = request =>
        {
            FakeReply reply = _server.Default(request);
            if (request.Target.Contains("offset=100", StringComparison.Ordinal) && _server.Revision != moved)
            {
                _server.Revision = moved;
                _server.Rows[("main", "test")] = Rows(150, first: 1000);
                return _server.Default(request);
            }

            return reply;
        };
        HubDocuments hub = Hub();
        DocumentSet read = hub.Read(Quiz, "test", Task);
        Assert.Equal(Enumerable.Range(1000, 150).Select(i => (long)i), read.Documents.Select(document => (long)document.Fields["n"]!));
        Assert.Equal(moved, hub.Revisions[FakeDatasets.Id]);
    }

    [Fact]
    public void Read_refuses_a_cell_that_the_service_cut()
    {
        _server.Answer = request => Changed(_server.Default(request), page => page["rows"]![1]!["truncated_cells"] = new JsonArray("q"));
        AssertSays(() => Hub().Read(Quiz, "test", Task), TaskCodes.UnreadableData, "cut a cell of row 1", "data folder");
    }

    [Fact]
    public void Read_refuses_a_split_that_the_service_holds_in_part()
    {
        _server.Answer = request => Changed(_server.Default(request), page => page["partial"] = true);
        AssertSays(() => Hub().Read(Quiz, "test", Task), TaskCodes.UnreadableData, "only a part", "data folder");
    }

    [Fact]
    public void Read_refuses_a_page_without_one_of_its_rows()
    {
        _server.Answer = request => Changed(_server.Default(request), page => page["rows"]!.AsArray().RemoveAt(3));
        AssertSays(() => Hub().Read(Quiz, "test", Task), TaskCodes.UnreadableData, "Row 3 is missing", "");
    }

    [Theory]
    [InlineData(false, "terms", "set HF_TOKEN")]
    [InlineData(true, "terms", "account of HF_TOKEN")]
    public void Read_of_a_gated_data_set_says_how_to_get_in(bool hasToken, string remedy, string other)
    {
        _server.Answer = _ => FakeReply.Json(
            """{"error": "The dataset is gated"}""", 401, "X-Error-Code: ExternalAuthenticatedError");
        AssertSays(() => Hub(hasToken: hasToken).Read(Quiz, "test", Task), "QG0404", "gated", remedy, other);
    }

    [Fact]
    public void Read_of_what_is_not_there_passes_on_what_the_service_says()
    {
        AssertSays(
            () => Hub().Read(Quiz with { Configuration = "other" }, "test", Task), "QG0402", "the config does not exist", "split");
    }

    [Fact]
    public void Read_of_a_data_set_in_conversion_gives_up_after_some_tries()
    {
        _server.Answer = _ => FakeReply.Json("""{"error": "The server is busier than usual"}""", 500, "X-Error-Code: ResponseNotReady");
        AssertSays(() => Hub().Read(Quiz, "test", Task), "QG0405", "busier than usual", "later");
        Assert.Equal(6, _server.Requests.Count);
    }

    [Fact]
    public void Read_without_a_configuration_takes_the_only_one()
    {
        Assert.Equal(250, Hub().Read(Quiz with { Configuration = null }, "test", Task).Documents.Count);
        _server.Rows[("other", "test")] = Rows(1);
        AssertSays(
            () => Hub(cache: "fresh").Read(Quiz with { Configuration = null }, "test", Task),
            TaskCodes.UnreadableData, "several configurations", "main, other");
    }

    [Fact]
    public void Read_offline_takes_what_was_used_last_and_asks_nobody()
    {
        Hub().Read(Quiz, "test", Task);
        int before = _server.Requests.Count;
        Assert.Equal(250, Hub(offline: true).Read(Quiz, "test", Task).Documents.Count);
        AssertSays(() => Hub(offline: true).Read(Quiz, "train", Task), TaskCodes.UnreadableData, "offline mode is on", "fetch");
        Assert.Equal(before, _server.Requests.Count);
    }

    [Fact]
    public void Read_of_a_pinned_revision_never_takes_another()
    {
        DatasetReference.Hub pinned = Quiz with { Revision = FakeDatasets.Commit };
        Hub().Read(pinned, "test", Task);
        _server.Revision = new string('b', 40);
        _server.Rows[("main", "test")] = Rows(2);
        int before = _server.Requests.Count;
        Assert.Equal(250, Hub().Read(pinned, "test", Task).Documents.Count);
        Assert.Equal(before, _server.Requests.Count);
        AssertSays(() => Hub(cache: "fresh").Read(pinned, "test", Task), TaskCodes.UnreadableData, "is pinned to", "fetch");
    }

    [Fact]
    public void Read_of_repository_files_takes_them_at_one_commit()
    {
        _server.Files["data/a b.jsonl"] = "{\"n\": 1}\n";
        _server.Files["data/a%20b.jsonl"] = "{\"n\": 1}\n";
        DatasetReference.HubFiles files = new(
            FakeDatasets.Id, null, LocalFormat.Json, new Dictionary<string, IReadOnlyList<string>> { ["test"] = ["data/a b.jsonl"] });
        Assert.Single(Hub().Read(files, "test", Task).Documents);
        Assert.Single(Hub(offline: true).Read(files, "test", Task).Documents);
        Assert.Contains(_server.Requests, request => request.Target.EndsWith($"resolve/{FakeDatasets.Commit}/data/a%20b.jsonl"));
    }

    [Fact]
    public void The_token_goes_to_the_service_and_nowhere_else()
    {
        Hub(hasToken: true).Read(Quiz, "test", Task);
        Assert.All(_server.Requests, request => Assert.Equal($"Bearer {Secret}", request.Headers["Authorization"]));
        _server.Answer = _ => FakeReply.Json("""{"error": "no"}""", 403);
        DiagnosticException error = Assert.Throws<DiagnosticException>(
            () => Hub(hasToken: true, cache: "fresh").Read(Quiz, "test", Task));
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.All(
            Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain(Secret, File.ReadAllText(file), StringComparison.Ordinal));
    }

    private static JsonObject[] Rows(int count, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(i => new JsonObject { ["n"] = i, ["q"] = $"question {i}" })];

    private static FakeReply Changed(FakeReply reply, Action<JsonNode> change)
    {
        JsonNode page = JsonNode.Parse(reply.Body!)!;
        change(page);
        return reply with { Body = Encoding.UTF8.GetBytes(page.ToJsonString()) };
    }

    private static void AssertSays(Action read, string code, string problem, params string[] remedies)
    {
        Diagnostic said = Assert.Single(Assert.Throws<DiagnosticException>(read).Diagnostics);
        Assert.Equal(code, said.Code);
        Assert.Contains(problem, said.Problem, StringComparison.Ordinal);
        Assert.All(remedies, remedy => Assert.Contains(remedy, said.Remedy, StringComparison.Ordinal));
    }

    private HubDocuments Hub(bool offline = false, bool hasToken = false, string cache = "cache")
    {
        Dictionary<string, string?> variables = new()
        {
            ["HF_ENDPOINT"] = _server.Address,
            ["HF_DATASETS_SERVER"] = _server.Address,
            ["HF_HOME"] = _folder.Combine("home"),
            ["HF_HUB_CACHE"] = _folder.Combine(cache),
            ["HF_TOKEN"] = hasToken ? Secret : null,
        };
        return new(
            new DatasetsClient(_http, HubOptions.FromEnvironment(variables.GetValueOrDefault, offline), _clock), (_, _, _) => { },
            TestContext.Current.CancellationToken);
    }
}
