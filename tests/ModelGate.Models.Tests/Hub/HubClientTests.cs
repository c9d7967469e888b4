using System.Text;
using System.Text.Json.Nodes;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Hub;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Hub;

public sealed class HubClientTests : IDisposable
{
    private const string Weights = "model.safetensors";
    private const string Secret = "hf_secretsecretsecret";

    private readonly TemporaryFolder folder = new();
    private readonly FakeHub hub = new();
    private readonly HttpClient http = HubClient.CreateHttpClient();
    private readonly ImpatientTime clock = new(TimeSpan.FromSeconds(50));

    public HubClientTests()
    {
        TinyCheckpoint.Of(ModelArchitecture.Llama).Write(folder.Combine("source"));
        AddFile("config.json", isLarge: false);
        AddFile(Weights, isLarge: true);
        hub.Files["tokenizer.json"] = ("{}"u8.ToArray(), false);
        hub.Files["README.md"] = ("not needed"u8.ToArray(), false);
        hub.Files["consolidated.safetensors"] = (new byte[100], true);
        hub.Files["pytorch_model.bin"] = (new byte[100], true);
    }

    private string Cache => folder.Combine("cache");

    private string Blob => Path.Combine(Cache, "models--acme--tiny", "blobs", FakeHub.HashOf(hub.Files[Weights].Content, true));

    public void Dispose()
    {
        http.Dispose();
        hub.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Fetch_model_gives_a_snapshot_in_the_layout_of_the_hubs_cache()
    {
        var progress = new Seen();
        HubSnapshot snapshot = await FetchAsync(progress: progress);

        Assert.Equal(FakeHub.Commit, snapshot.Commit);
        Assert.Equal(Path.Combine(Cache, "models--acme--tiny", "snapshots", FakeHub.Commit), snapshot.Directory);
        Assert.Equal(["config.json", Weights, "tokenizer.json"], Directory.GetFiles(snapshot.Directory).Select(Path.GetFileName).Order());
        Assert.Equal(FakeHub.Commit, File.ReadAllText(Path.Combine(Cache, "models--acme--tiny", "refs", "main")));
        Assert.Equal("../../blobs/" + Path.GetFileName(Blob),
            new FileInfo(Path.Combine(snapshot.Directory, Weights)).LinkTarget!.Replace('\\', '/'));
        Assert.Equal(hub.Files[Weights].Content.Length, progress.Reports.Last(report => report.File == Weights).FileBytes);
        using Checkpoint checkpoint = Checkpoint.Open(snapshot.Directory);
        Assert.Equal(64, checkpoint.Config.HiddenSize);
    }

    [Fact]
    public async Task Fetch_again_asks_for_the_revision_only()
    {
        await FetchAsync();
        hub.Requests.Clear();
        await FetchAsync();
        Assert.StartsWith("/api/models/acme/tiny/revision/main", Assert.Single(hub.Requests).Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_pinned_commit_that_is_complete_asks_nothing()
    {
        await FetchAsync(revision: FakeHub.Commit);
        hub.Requests.Clear();
        HubSnapshot snapshot = await FetchAsync(revision: FakeHub.Commit);
        Assert.Empty(hub.Requests);
        Assert.Equal(FakeHub.Commit, snapshot.Commit);
        Assert.False(Directory.Exists(Path.Combine(Cache, "models--acme--tiny", "refs")));
    }

    [Fact]
    public async Task Fetch_pinned_commit_answered_with_another_is_refused()
    {
        Assert.Equal("QG0407", (await ProblemAsync(revision: new string('b', 40))).Code);
    }

    [Fact]
    public async Task Fetch_dropped_connection_goes_on_where_it_broke()
    {
        int served = 0;
        hub.Answer = request =>
            hub.Default(request) is var reply && request.Target.EndsWith(Weights, StringComparison.Ordinal) && ++served <= 3
            ? reply with { CutAfter = 5000 }
            : reply;
        HubSnapshot snapshot = await FetchAsync();

        Assert.Equal(["", "bytes=5000-", "bytes=10000-", "bytes=15000-"],
            hub.RequestsFor(Weights).Select(request => request.Headers.GetValueOrDefault("range", "")));
        Assert.Equal(hub.Files[Weights].Content, File.ReadAllBytes(Path.Combine(snapshot.Directory, Weights)));
    }

    [Fact]
    public async Task Fetch_after_an_interrupted_run_goes_on_with_its_bytes()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Blob)!);
        File.WriteAllBytes(Blob + ".incomplete", hub.Files[Weights].Content[..7777]);
        await FetchAsync();
        Assert.Equal("bytes=7777-", Assert.Single(hub.RequestsFor(Weights)).Headers["range"]);
        Assert.Equal(hub.Files[Weights].Content, File.ReadAllBytes(Blob));
        Assert.False(File.Exists(Blob + ".incomplete"));
    }

    [Fact]
    public async Task Fetch_server_without_ranges_starts_again()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Blob)!);
        File.WriteAllBytes(Blob + ".incomplete", new byte[100]);
        hub.Answer = request =>
            request.Target.EndsWith(Weights, StringComparison.Ordinal)
                ? new FakeReply(200, hub.Files[Weights].Content)
                : hub.Default(request);
        await FetchAsync();
        Assert.Equal(hub.Files[Weights].Content, File.ReadAllBytes(Blob));
    }

    [Theory]
    [InlineData(Weights)]
    [InlineData("config.json")]
    public async Task Fetch_wrong_hash_deletes_the_file_and_says_so(string name)
    {
        byte[] altered = [.. hub.Files[name].Content];
        altered[^1] ^= 1;
        hub.Answer = request =>
            request.Target.EndsWith("/" + name, StringComparison.Ordinal) ? new FakeReply(200, altered) : hub.Default(request);
        Diagnostic problem = await ProblemAsync();

        Assert.Equal("QG0406", problem.Code);
        Assert.Contains($"'{name}'", problem.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.GetFiles(Cache, "*", SearchOption.AllDirectories), file => file.EndsWith(".incomplete", StringComparison.Ordinal));
        hub.Answer = hub.Default;
        await FetchAsync();
    }

    [Fact]
    public async Task Fetch_more_bytes_than_announced_is_refused()
    {
        hub.Answer = request => request.Target.EndsWith(Weights, StringComparison.Ordinal)
            ? new FakeReply(200, [.. hub.Files[Weights].Content, 1])
            : hub.Default(request);
        Assert.Equal("QG0406", (await ProblemAsync()).Code);
    }

    [Fact]
    public async Task Fetch_redirect_to_another_host_keeps_the_token_to_itself()
    {
        using var other = new FakeHub { Answer = request => FakeHub.Serve(hub.Files[Weights].Content, request) };
        hub.Answer = request => request.Target.EndsWith(Weights, StringComparison.Ordinal)
            ? new FakeReply(302, [], null, $"Location: {other.Address}/cdn/blob?signature=s")
            : hub.Default(request);
        await FetchAsync();

        Assert.All(hub.Requests, request => Assert.Equal($"Bearer {Secret}", request.Headers["authorization"]));
        Assert.DoesNotContain("authorization", Assert.Single(other.Requests).Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Fetch_relative_redirect_on_the_same_host_keeps_the_token()
    {
        hub.Answer = request =>
            request.Target.EndsWith("moved", StringComparison.Ordinal) ? FakeHub.Serve(hub.Files[Weights].Content, request)
            : request.Target.EndsWith(Weights, StringComparison.Ordinal) ? new FakeReply(307, [], null, "Location: /moved")
            : hub.Default(request);
        await FetchAsync();
        Assert.Equal($"Bearer {Secret}", Assert.Single(hub.RequestsFor("moved")).Headers["authorization"]);
    }

    [Fact]
    public async Task Fetch_endless_redirects_end()
    {
        hub.Answer = request => new FakeReply(302, [], null, "Location: /round");
        Assert.Equal("QG0405", (await ProblemAsync()).Code);
    }

    [Theory]
    [InlineData(403, "GatedRepo", "QG0404", "Accept its terms")]
    [InlineData(401, "RepoNotFound", "QG0404", "does not exist, or is private")]
    [InlineData(404, "RevisionNotFound", "QG0402", "no revision 'main'")]
    [InlineData(404, "", "QG0402", "acme/tiny")]
    [InlineData(400, "", "QG0405", "400")]
    public async Task Fetch_refusal_says_why_at_once_and_never_shows_the_token(int status, string error, string code, string says)
    {
        hub.Answer = _ => new FakeReply(status, [], null, $"X-Error-Code: {error}");
        Diagnostic problem = await ProblemAsync();
        Assert.Equal(code, problem.Code);
        Assert.Contains(says, problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, problem.ToString(), StringComparison.Ordinal);
        Assert.Single(hub.Requests);
    }

    [Fact]
    public async Task Fetch_busy_server_is_asked_again_after_the_time_it_names()
    {
        int asked = 0;
        hub.Answer = request => ++asked switch
        {
            1 => new FakeReply(429, [], null, "Retry-After: 17"),
            2 => new FakeReply(503, []),
            3 => new FakeReply(200, new byte[10], CutAfter: 3),
            _ => hub.Default(request),
        };
        await FetchAsync();
        Assert.Equal([17, 2, 1], clock.Waits.Select(wait => wait.TotalSeconds).Take(3));
    }

    [Theory]
    [InlineData(500, "", 6)]
    [InlineData(429, "Retry-After: 100000", 1)]
    public async Task Fetch_server_that_stays_busy_is_given_up(int status, string header, int requests)
    {
        hub.Answer = _ => header.Length == 0 ? new FakeReply(status, []) : new FakeReply(status, [], null, header);
        Diagnostic problem = await ProblemAsync();
        Assert.Equal("QG0405", problem.Code);
        Assert.Contains("kept", problem.Remedy, StringComparison.Ordinal);
        Assert.Equal(requests, hub.Requests.Count);
    }

    [Fact]
    public async Task Fetch_offline_uses_the_cache_or_says_what_it_lacks()
    {
        Assert.Equal("QG0403", (await ProblemAsync(offline: true)).Code);
        HubSnapshot online = await FetchAsync();
        hub.Requests.Clear();
        Assert.Equal(online, await FetchAsync(offline: true));
        Assert.Equal("QG0403", (await ProblemAsync(revision: "other", offline: true)).Code);

        File.Delete(Path.Combine(online.Directory, Weights));
        Assert.Contains(Weights, (await ProblemAsync(offline: true)).Problem, StringComparison.Ordinal);
        Assert.Empty(hub.Requests);
    }

    [Fact]
    public async Task Fetch_sharded_model_takes_the_shards_of_its_index_only()
    {
        hub.Files.Clear();
        TinyCheckpoint.Of(ModelArchitecture.Llama).Write(folder.Combine("shards"), shardBytes: 50_000);
        foreach (string path in Directory.GetFiles(folder.Combine("shards")))
            hub.Files[Path.GetFileName(path)] = (File.ReadAllBytes(path), path.EndsWith(".safetensors", StringComparison.Ordinal));
        hub.Files["consolidated.safetensors"] = (new byte[10], true);

        HubSnapshot snapshot = await FetchAsync(revision: "release/1.0");
        Assert.Equal(6, Directory.GetFiles(snapshot.Directory).Length);
        Assert.True(File.Exists(Path.Combine(Cache, "models--acme--tiny", "refs", "release", "1.0")));
        using Checkpoint checkpoint = Checkpoint.Open(snapshot.Directory);
        hub.Files.Remove("model-00002-of-00004.safetensors");
        Assert.Equal("QG0208", (await ProblemAsync()).Code);
    }

    [Theory]
    [InlineData("../config.json")]
    [InlineData("a/../../config.json")]
    [InlineData("/etc/config.json")]
    [InlineData("..\\config.json")]
    [InlineData("C:config.json")]
    public async Task Fetch_file_name_that_leaves_its_folder_is_refused(string name)
    {
        hub.Files[name] = ("{}"u8.ToArray(), false);
        Diagnostic problem = await ProblemAsync();
        Assert.Equal("QG0407", problem.Code);
        Assert.Contains(name, problem.Problem, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Cache));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"sha":"../../evil","siblings":[]}""")]
    [InlineData(
        """{"sha":"0123456789abcdef0123456789abcdef01234567","siblings":[{"rfilename":"config.json","size":2,"blobId":"../../evil"}]}""")]
    [InlineData("""{"sha":"0123456789abcdef0123456789abcdef01234567","siblings":[{"rfilename":"config.json","size":-2}]}""")]
    public async Task Fetch_reply_that_is_not_the_hubs_is_refused(string reply)
    {
        hub.Answer = _ => new FakeReply(200, Encoding.UTF8.GetBytes(reply));
        Assert.Equal("QG0407", (await ProblemAsync()).Code);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData(Weights)]
    public async Task Fetch_repository_without_model_is_refused(string absent)
    {
        hub.Files.Remove("consolidated.safetensors");
        hub.Files.Remove(absent);
        Assert.Equal("QG0408", (await ProblemAsync()).Code);
    }

    [Fact]
    public async Task Fetch_twice_at_once_downloads_each_file_once()
    {
        HubSnapshot[] both = await Task.WhenAll(FetchAsync(time: TimeProvider.System), FetchAsync(time: TimeProvider.System));
        Assert.Equal(both[0], both[1]);
        Assert.Single(hub.RequestsFor(Weights));
        using Checkpoint checkpoint = Checkpoint.Open(both[0].Directory);
    }

    [Fact]
    public async Task Fetch_cancelled_keeps_what_came()
    {
        using var cancel = new CancellationTokenSource();
        hub.Answer = request =>
            hub.Default(request) is var reply && request.Target.EndsWith(Weights, StringComparison.Ordinal)
                ? reply with { CutAfter = 9000 }
                : reply;
        var progress = new Seen { OnReport = report => { if (report.FileBytes >= 9000 && report.File == Weights) cancel.Cancel(); } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(progress: progress, cancel: cancel.Token));
        Assert.Equal(9000, new FileInfo(Blob + ".incomplete").Length);
    }

    [Fact]
    public async Task Fetch_into_a_cache_that_cannot_be_written_is_a_diagnostic()
    {
        File.WriteAllText(Cache, "a file");
        Assert.Equal("QG0409", (await ProblemAsync()).Code);
    }

    private void AddFile(string name, bool isLarge) =>
        hub.Files[name] = (File.ReadAllBytes(Path.Combine(folder.Combine("source"), name)), isLarge);

    private Task<HubSnapshot> FetchAsync(
        string revision = "main", bool offline = false, IProgress<HubProgress>? progress = null, TimeProvider? time = null,
            CancellationToken? cancel = null)
    {
        var variables = new Dictionary<string, string> { ["HF_ENDPOINT"] = hub.Address, ["HF_HUB_CACHE"] = Cache, ["HF_TOKEN"] = Secret };
        HubOptions options = HubOptions.FromEnvironment(variables.GetValueOrDefault, offline);
        Assert.DoesNotContain(Secret, options.ToString(), StringComparison.Ordinal);
        return new HubClient(http, options, time ?? clock).FetchAsync(
            HubReference.Parse($"hf:{FakeHub.Id}@{revision}"), progress, cancel ?? TestContext.Current.CancellationToken);
    }

    private async Task<Diagnostic> ProblemAsync(string revision = "main", bool offline = false) =>
        Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => FetchAsync(revision, offline))).Diagnostics);

    private sealed class Seen : IProgress<HubProgress>
    {
        public List<HubProgress> Reports { get; } = [];

        public Action<HubProgress>? OnReport { get; init; }

        public void Report(HubProgress value)
        {
            Reports.Add(value);
            OnReport?.Invoke(value);
        }
    }
}
