using ModelGate.GitHub.Api;
using ModelGate.GitHub.Tests.Fakes;

namespace ModelGate.GitHub.Tests.Api;

public sealed class PageTests
{
    [Fact]
    public async Task Next_page_on_another_host_is_not_followed()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue(
            "GET", "/comments", new Fault.Answer(200, "[]", $"Link: <{session.Fake.Storage}elsewhere?page=2>; rel=\"next\""));

        GitHubException refused = await Assert.ThrowsAsync<GitHubException>(() => session.Client.ListCommentsAsync(1, session.Cancel));

        Assert.IsType<GitHubProblem.Unreadable>(refused.Problem);
        Assert.Single(session.Fake.Calls);
    }

    [Fact]
    public async Task Pages_without_end_are_too_large()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync(new() { MostPages = 2 });
        for (int i = 0; i < 230; i++) session.Fake.Comments.Add(1, "reader", "remark");

        GitHubException refused = await Assert.ThrowsAsync<GitHubException>(() => session.Client.ListCommentsAsync(1, session.Cancel));

        Assert.IsType<GitHubProblem.TooLarge>(refused.Problem);
        Assert.Equal(2, session.Fake.Calls.Count);
    }

    [Fact]
    public async Task Fault_on_a_later_page_repeats_that_page_alone()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        for (int i = 0; i < 150; i++) session.Fake.Comments.Add(1, "reader", $"{i}");
        session.Fake.Faults.Queue("GET", "page=2", new Fault.LostRequest());

        Assert.Equal(150, (await session.Client.ListCommentsAsync(1, session.Cancel)).DistinctBy(comment => comment.Body).Count());
        Assert.Equal(3, session.Fake.Calls.Count);
    }

    [Fact]
    public async Task Reader_that_stops_asks_for_no_further_page()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        for (int i = 1; i <= 150; i++) session.Fake.Pulls.Set(new(i, $"sha{i}"));

        await foreach (PullRequest pull in session.Client.ListOpenPullRequestsAsync(session.Cancel))
        {
            if (pull.Head.Sha == "sha100") break;
        }

        Assert.Single(session.Fake.Calls);
    }

    [Fact]
    public async Task Renamed_repository_is_followed_on_the_same_host()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue("GET", "/repos", new Fault.Answer(301, "{}", $"Location: {session.Fake.Api}/repos/acme/models"));
        session.Fake.Faults.Queue(
            "POST", "/comments", new Fault.Answer(307, "{}", $"Location: {session.Fake.Api}/repos/acme/models/issues/5/comments"));

        Assert.Equal("acme/models", (await session.Client.GetRepositoryAsync(session.Cancel)).FullName);
        await session.Client.CreateCommentAsync(5, "text", _ => false, session.Cancel);
        Assert.Equal("text", Assert.Single(session.Fake.Comments.Of(5)).Body);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task Redirection_to_another_host_is_not_followed(int status)
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue("GET", "/repos", new Fault.Answer(status, "{}", $"Location: {session.Fake.Storage}repos/acme/models"));

        GitHubException refused = await Assert.ThrowsAsync<GitHubException>(() => session.Client.GetRepositoryAsync(session.Cancel));

        Assert.IsType<GitHubProblem.Unreadable>(refused.Problem);
        Assert.Single(session.Fake.Calls);
    }

    [Fact]
    public async Task Redirection_without_end_is_unreadable()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        Fault.Answer round = new(301, "{}", $"Location: {session.Fake.Api}/repos/acme/models");
        session.Fake.Faults.Queue("GET", "/repos", [.. Enumerable.Repeat(round, 9)]);

        Assert.IsType<GitHubProblem.Unreadable>(
            (await Assert.ThrowsAsync<GitHubException>(() => session.Client.GetRepositoryAsync(session.Cancel))).Problem);
    }
}
