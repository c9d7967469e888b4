using ModelGate.GitHub.Api;
using ModelGate.GitHub.Tests.Fakes;

namespace ModelGate.GitHub.Tests.Api;

public sealed class WorkflowTests
{
    private static readonly string Sha = new('c', 40);

    private static readonly byte[] Archive = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 31))];

    [Fact]
    public async Task Artifacts_of_a_name_come_newest_first_with_the_run_that_left_them()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        FakeRun own = session.Fake.Runs.Add(new(7, Sha));
        FakeRun fork = session.Fake.Runs.Add(new(8, Sha) { HeadRepository = "stranger/models", HeadBranch = "main" });
        session.Fake.Artifacts.Add("quantgate", Archive, own);
        session.Fake.Artifacts.Add("other", Archive, own);
        session.Fake.Artifacts.Add("quantgate", Archive, fork);

        List<Artifact> artifacts = [];
        await foreach (Artifact artifact in session.Client.ListArtifactsAsync("quantgate", session.Cancel)) artifacts.Add(artifact);

        Assert.Equal([8, 7], artifacts.Select(artifact => artifact.WorkflowRun!.Id!.Value));
        Assert.Equal((1, Sha, "main"), (artifacts[1].WorkflowRun!.HeadRepositoryId!.Value, Sha, "main"));
        Assert.NotEqual(artifacts[0].WorkflowRun!.RepositoryId, artifacts[0].WorkflowRun!.HeadRepositoryId);
        Assert.Equal(artifacts[1].Id, Assert.Single(await session.Client.ListRunArtifactsAsync(7, "quantgate", session.Cancel)).Id);
    }

    [Fact]
    public async Task Download_follows_to_storage_without_the_token()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        Artifact artifact = await AddAsync(session);

        Assert.Equal(Archive, await session.Client.DownloadArtifactAsync(artifact, Archive.Length, session.Cancel));

        FakeCall[] calls = [.. session.Fake.Calls.TakeLast(2)];
        Assert.Equal($"Bearer {FakeGitHub.SecretToken}", calls[0].Headers.Authorization);
        Assert.StartsWith("/storage/", calls[1].Target, StringComparison.Ordinal);
        Assert.Equal(0, calls[1].Headers.Authorization.Count);
        Assert.False(calls[1].Headers.ContainsKey("X-GitHub-Api-Version"));
    }

    [Fact]
    public async Task Download_repeats_a_lost_answer_of_storage()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        Artifact artifact = await AddAsync(session);
        session.Fake.Faults.Queue("GET", "/storage", new Fault.LostAnswer(), new Fault.Answer(503, "busy"));

        Assert.Equal(Archive, await session.Client.DownloadArtifactAsync(artifact, Archive.Length, session.Cancel));
    }

    [Fact]
    public async Task Download_beyond_the_allowed_size_is_too_large()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        Artifact artifact = await AddAsync(session);

        GitHubException refused = await Assert.ThrowsAsync<GitHubException>(
            () => session.Client.DownloadArtifactAsync(artifact, Archive.Length - 1, session.Cancel));

        Assert.IsType<GitHubProblem.TooLarge>(refused.Problem);
    }

    [Fact]
    public async Task Download_that_does_not_match_its_digest_is_refused()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        Artifact artifact = await AddAsync(session, one => one with { Digest = $"sha256:{new string('0', 64)}" });

        GitHubException refused = await Assert.ThrowsAsync<GitHubException>(
            () => session.Client.DownloadArtifactAsync(artifact, Archive.Length, session.Cancel));

        Assert.IsType<GitHubProblem.Unreadable>(refused.Problem);
        Assert.Equal("The artifact 'quantgate' does not match its digest.", refused.Message);
    }

    [Fact]
    public async Task Download_of_what_expired_or_never_was_is_null()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        Artifact expired = await AddAsync(session, one => one with { IsExpired = true });

        Assert.True(expired.Expired);
        Assert.Null(await session.Client.DownloadArtifactAsync(expired, 1 << 20, session.Cancel));
        Assert.Null(await session.Client.DownloadArtifactAsync(expired with { Id = 1 }, 1 << 20, session.Cancel));
    }

    [Fact]
    public async Task Download_whose_storage_is_no_web_address_is_refused()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        Artifact artifact = await AddAsync(session);
        session.Fake.Faults.Queue("GET", "/zip", new Fault.Answer(302, "", "Location: file:///etc/passwd?signature=s"));

        GitHubException refused = await Assert.ThrowsAsync<GitHubException>(
            () => session.Client.DownloadArtifactAsync(artifact, 1 << 20, session.Cancel));

        Assert.IsType<GitHubProblem.Unreadable>(refused.Problem);
        Assert.DoesNotContain("signature", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FakeGitHub.DefaultRepository, false)]
    [InlineData("stranger/models", true)]
    [InlineData(null, true)]
    public async Task Workflow_run_tells_whether_a_fork_asked_for_it(string? head, bool isFork)
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Runs.Add(new(7, Sha) { Event = "pull_request", HeadBranch = "change", HeadRepository = head, Attempt = 2 });

        WorkflowRun? run = await session.Client.FindWorkflowRunAsync(7, session.Cancel);

        Assert.NotNull(run);
        Assert.Equal((isFork, head), (run.IsFork, run.HeadRepository?.FullName));
        Assert.Equal(
            ("pull_request", Sha, "change", ".github/workflows/quantgate.yml", "success", 2),
            (run.Event, run.HeadSha, run.HeadBranch, run.Path, run.Conclusion, run.RunAttempt));
        Assert.Null(await session.Client.FindWorkflowRunAsync(8, session.Cancel));
    }

    private static async Task<Artifact> AddAsync(FakeGitHubSession session, Func<FakeArtifact, FakeArtifact>? change = null)
    {
        session.Fake.Artifacts.Add("quantgate", Archive, new(7, Sha), change);
        return Assert.Single(await session.Client.ListRunArtifactsAsync(7, "quantgate", session.Cancel));
    }
}
