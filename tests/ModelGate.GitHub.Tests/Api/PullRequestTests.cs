using ModelGate.GitHub.Api;
using ModelGate.GitHub.Tests.Fakes;

namespace ModelGate.GitHub.Tests.Api;

public sealed class PullRequestTests
{
    private static readonly string Sha = new('d', 40);

    [Fact]
    public async Task Pull_request_is_found_by_its_number()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Pulls.Set(new(4, Sha) { Labels = ["quantgate: policy change accepted"], MergeCommitSha = "merge" });

        PullRequest? pull = await session.Client.FindPullRequestAsync(4, session.Cancel);

        Assert.NotNull(pull);
        Assert.Equal((4, true, Sha, "change", "main", "merge"),
            (pull.Number, pull.IsOpen, pull.Head.Sha, pull.Head.Ref, pull.Base.Ref, pull.MergeCommitSha));
        Assert.Equal("quantgate: policy change accepted", Assert.Single(pull.Labels!).Name);
        Assert.Equal("main", pull.Base.Repo?.DefaultBranch);
        Assert.Null(await session.Client.FindPullRequestAsync(5, session.Cancel));
    }

    [Fact]
    public async Task Pull_request_of_a_deleted_fork_and_account_is_read()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Pulls.Set(new(4, Sha) { HeadRepository = null, Login = null });

        PullRequest? pull = await session.Client.FindPullRequestAsync(4, session.Cancel);

        Assert.NotNull(pull);
        Assert.Null(pull.Head.Repo);
        Assert.Null(pull.User);
    }

    [Fact]
    public async Task Pull_requests_of_a_commit_are_none_for_heads_of_forks()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Pulls.Set(new(4, Sha));
        session.Fake.Pulls.Set(new(5, "fork") { HeadRepository = "stranger/models" });

        Assert.Equal(4, Assert.Single(await session.Client.ListPullRequestsOfCommitAsync(Sha, session.Cancel)).Number);
        Assert.Empty(await session.Client.ListPullRequestsOfCommitAsync("fork", session.Cancel));
    }

    [Fact]
    public async Task Open_pull_requests_are_those_of_all_pages()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        for (int i = 1; i <= 120; i++) session.Fake.Pulls.Set(new(i, $"sha{i}") { IsOpen = i != 60 });

        List<int> numbers = [];
        await foreach (PullRequest pull in session.Client.ListOpenPullRequestsAsync(session.Cancel)) numbers.Add(pull.Number);

        Assert.Equal(Enumerable.Range(1, 120).Except([60]).Reverse(), numbers);
    }

    [Fact]
    public async Task Label_events_say_who_set_and_took_off_what_and_when()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        DateTimeOffset start = session.Fake.Clock.GetUtcNow();
        session.Fake.Labels.Set(4, "accepted", "maintainer");
        session.Fake.Labels.Rename(4, "maintainer");
        session.Fake.Labels.Set(5, "accepted", "maintainer");
        session.Fake.Clock.Advance(TimeSpan.FromMinutes(3));
        session.Fake.Labels.TakeOff(4, "accepted", null);

        IReadOnlyList<LabelEvent> events = await session.Client.ListLabelEventsAsync(4, session.Cancel);

        Assert.Equal(
            [("accepted", true, "maintainer", start), ("accepted", false, null, start.AddMinutes(3))],
            events.Select(one => (one.Label, one.IsSet, one.Actor?.Login, one.At)));
    }

    [Theory]
    [InlineData("admin", RepositoryPermission.Admin)]
    [InlineData("write", RepositoryPermission.Write)]
    [InlineData("read", RepositoryPermission.Read)]
    [InlineData("none", RepositoryPermission.None)]
    [InlineData("a word GitHub may add", RepositoryPermission.None)]
    public async Task Permission_is_what_GitHub_grants(string granted, RepositoryPermission expected)
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Permissions["octo[bot]"] = granted;

        Assert.Equal(expected, await session.Client.GetPermissionAsync("octo[bot]", session.Cancel));
        Assert.Equal(RepositoryPermission.None, await session.Client.GetPermissionAsync("stranger", session.Cancel));
    }

    [Fact]
    public async Task User_of_the_token_is_unknown_for_a_workflow_and_known_for_a_person()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();

        Assert.Null(await session.Client.FindTokenUserAsync(session.Cancel));
        session.Fake.TokenLogin = "release-robot";
        Assert.Equal("release-robot", (await session.Client.FindTokenUserAsync(session.Cancel))?.Login);
    }
}
