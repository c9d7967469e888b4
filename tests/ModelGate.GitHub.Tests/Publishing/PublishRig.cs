using ModelGate.Gate.Records;
using ModelGate.GitHub.Api;
using ModelGate.GitHub.Baselines;
using ModelGate.GitHub.Publishing;
using ModelGate.GitHub.Tests.Events;
using ModelGate.GitHub.Tests.Fakes;

namespace ModelGate.GitHub.Tests.Publishing;

/// <summary>What publishing returned and wrote to the log.</summary>
internal sealed record Published(int ExitCode, string Log);

/// <summary>Publishes records to the fake server as the tool does: written, read again, sent.</summary>
internal sealed class PublishRig : IAsyncDisposable
{
    private readonly HttpClient http = GitHubClient.CreateHttpClient();

    private PublishRig(FakeGitHub fake) => Fake = fake;

    public FakeGitHub Fake { get; }

    public IReadOnlyList<FakeComment> Comments => Fake.Comments.Of(7);

    /// <summary>With the pull request that runners speak of.</summary>
    public static async Task<PublishRig> StartAsync()
    {
        var rig = new PublishRig(await FakeGitHub.StartAsync());
        rig.Fake.Pulls.Set(new FakePull(7, Runner.Head) { BaseSha = Runner.Base });
        rig.Fake.Runs.Add(new FakeRun(77, Runner.Head) { Event = "pull_request", HeadBranch = "change" });
        return rig;
    }

    /// <param name="eventJson">The event file that lies beside the record.</param>
    public async Task<Published> PublishAsync(
        Runner runner, RunRecord record, string policy = "quantgate.yml", bool hasToken = true, string? login = null,
        BaseRunPlace? place = null, string? eventJson = null)
    {
        string folder = runner.Combine("run");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "run.json"), RunRecordJson.Write(record));
        if (eventJson is not null) File.WriteAllText(Path.Combine(folder, "event.json"), eventJson);
        PolicyPath path = PolicyPath.Parse(policy);
        var request = new PublishRequest(RunFolder.Read(folder), folder, path, place ?? new BaseRunPlace.ByArtifact(path.ArtifactName));
        using GitHubClient? client = hasToken ? Fake.Client(http) : null;
        using var log = new StringWriter();
        var publisher = new Publisher(
            runner.Context(), client, StepFiles.Of(runner.Variable), new PublishLog(log, isWorkflow: true), login);
        int exitCode = await publisher.PublishAsync(request, TestContext.Current.CancellationToken);
        return new Published(exitCode, log.ToString());
    }

    public int CallsOf(string method, string part) =>
        Fake.Calls.Count(call => call.Method == method && call.Target.Contains(part, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Fake.DisposeAsync();
    }
}
