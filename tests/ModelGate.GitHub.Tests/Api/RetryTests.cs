using ModelGate.GitHub.Api;
using ModelGate.GitHub.Tests.Fakes;

namespace ModelGate.GitHub.Tests.Api;

/// <summary>Waiting, repeating and giving up; time passes on the test's clock alone.</summary>
public sealed class RetryTests
{
    [Theory]
    [InlineData(403)]
    [InlineData(429)]
    public async Task Primary_limit_is_waited_for_until_its_reset(int status)
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue("GET", "/repos", new Fault.PrimaryLimit(TimeSpan.FromMinutes(3), status));

        Assert.Equal(FakeGitHub.DefaultRepository, (await session.Client.GetRepositoryAsync(session.Cancel)).FullName);

        Assert.Equal([TimeSpan.FromSeconds(181)], session.Fake.Clock.Waits);
    }

    [Fact]
    public async Task Primary_limit_is_counted_on_the_clock_of_GitHub()
    {
        await using FakeGitHub fake = await FakeGitHub.StartAsync();
        WaitlessClock slow = new();
        fake.Clock.Advance(TimeSpan.FromHours(5));
        using HttpClient http = GitHubClient.CreateHttpClient();
        using GitHubClient client = new(http, Connection(fake), slow);
        fake.Faults.Queue("GET", "/repos", new Fault.PrimaryLimit(TimeSpan.FromMinutes(1)));

        await client.GetRepositoryAsync(TestContext.Current.CancellationToken);

        Assert.Equal([TimeSpan.FromSeconds(61)], slow.Waits);
    }

    [Fact]
    public async Task Primary_limit_longer_than_the_client_waits_says_when_it_ends()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        DateTimeOffset reset = session.Fake.Clock.GetUtcNow().AddMinutes(40);
        session.Fake.Faults.Queue("GET", "/repos", new Fault.PrimaryLimit(TimeSpan.FromMinutes(40)));

        GitHubProblem.RateLimited problem = Assert.IsType<GitHubProblem.RateLimited>(
            await ProblemOf(session.Client.GetRepositoryAsync(session.Cancel)));

        Assert.Equal(reset, problem.Until);
        Assert.Equal(
            "GitHub did not show the repository: its rate limit was hit; it lasts until 2026-11-25 10:40:00 UTC: "
                + "API rate limit exceeded for installation ID 1.",
            problem.Message);
        Assert.Empty(session.Fake.Clock.Waits);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(429)]
    public async Task Secondary_limit_is_waited_for_as_long_as_it_says(int status)
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue("GET", "/repos", new Fault.SecondaryLimit(17, status));

        await session.Client.GetRepositoryAsync(session.Cancel);

        Assert.Equal([TimeSpan.FromSeconds(17)], session.Fake.Clock.Waits);
    }

    [Fact]
    public async Task Secondary_limit_without_a_time_is_waited_for_a_minute_and_twice_as_long_each_time()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue("GET", "/repos", [.. Enumerable.Repeat(new Fault.SecondaryLimit(), 9)]);

        GitHubProblem problem = await ProblemOf(session.Client.GetRepositoryAsync(session.Cancel));

        Assert.Null(Assert.IsType<GitHubProblem.RateLimited>(problem).Until);
        Assert.Equal([60, 120, 240], session.Fake.Clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task Missing_right_with_the_last_request_of_the_hour_is_no_limit()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue("GET", "/repos", new Fault.Answer(
            403, """{"message":"Resource not accessible by integration"}""", "x-ratelimit-remaining: 0", "x-ratelimit-reset: 1795000000"));

        Assert.IsType<GitHubProblem.Forbidden>(await ProblemOf(session.Client.GetRepositoryAsync(session.Cancel)));
        Assert.Single(session.Fake.Calls);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Server_errors_are_repeated(int status)
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue("GET", "/repos", [.. Enumerable.Repeat(new Fault.Answer(status, "<html>"), 3)]);

        Assert.Equal(FakeGitHub.DefaultRepository, (await session.Client.GetRepositoryAsync(session.Cancel)).FullName);
        Assert.Equal([1, 2, 4], session.Fake.Clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task Server_errors_to_the_end_are_unreachable()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue("GET", "/repos", [.. Enumerable.Repeat(new Fault.Answer(503, """{"message":"Maintenance."}"""), 9)]);

        GitHubProblem problem = await ProblemOf(session.Client.GetRepositoryAsync(session.Cancel));

        Assert.IsType<GitHubProblem.Unreachable>(problem);
        Assert.EndsWith("did not show the repository: the server answered 503: Maintenance.", problem.Message, StringComparison.Ordinal);
        Assert.Equal(5, session.Fake.Calls.Count);
    }

    [Fact]
    public async Task Lost_connections_are_repeated()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue("GET", "/repos", new Fault.LostRequest(), new Fault.LostAnswer());

        Assert.Equal(FakeGitHub.DefaultRepository, (await session.Client.GetRepositoryAsync(session.Cancel)).FullName);
        Assert.Equal(3, session.Fake.Calls.Count);
    }

    [Fact]
    public async Task No_server_is_unreachable()
    {
        FakeGitHub fake = await FakeGitHub.StartAsync();
        await fake.DisposeAsync();
        using HttpClient http = GitHubClient.CreateHttpClient();
        using GitHubClient client = fake.Client(http);

        Assert.IsType<GitHubProblem.Unreachable>(await ProblemOf(client.GetRepositoryAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Answer_later_than_the_time_out_is_asked_for_again()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue("GET", "/repos", new Fault.Late(TimeSpan.FromSeconds(101)));

        Assert.Equal(FakeGitHub.DefaultRepository, (await session.Client.GetRepositoryAsync(session.Cancel)).FullName);
        Assert.Equal(2, session.Fake.Calls.Count);
    }

    [Fact]
    public async Task Answer_within_the_time_out_is_taken()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue("GET", "/repos", new Fault.Late(TimeSpan.FromSeconds(99)));

        await session.Client.GetRepositoryAsync(session.Cancel);

        Assert.Single(session.Fake.Calls);
    }

    [Fact]
    public async Task Late_answer_of_a_creation_does_not_create_twice()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue("POST", "/comments", new Fault.Late(TimeSpan.FromSeconds(101)));

        await session.Client.CreateCommentAsync(3, "marker", comment => comment.Body == "marker", session.Cancel);

        Assert.Single(session.Fake.Comments.Of(3));
    }

    [Fact]
    public async Task Cancelling_ends_a_request_without_a_repetition()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        using CancellationTokenSource cancel = new();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.Client.GetRepositoryAsync(cancel.Token));
        Assert.Empty(session.Fake.Calls);
    }

    [Fact]
    public async Task Writes_at_once_are_sent_one_after_the_other_a_second_apart()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(
            i => session.Client.CreateStatusAsync("abc", new() { State = CommitState.Success, Context = $"gate {i}" }, session.Cancel)));

        Assert.Equal(4, session.Fake.Statuses.All.Count);
        Assert.Equal([1, 1, 1], session.Fake.Clock.Waits.Select(wait => wait.TotalSeconds));
    }

    private static GitHubConnection Connection(FakeGitHub fake) =>
        new(fake.Api, fake.Name, GitHubToken.Parse(FakeGitHub.SecretToken, new("test")));

    private static async Task<GitHubProblem> ProblemOf(Task work) => (await Assert.ThrowsAsync<GitHubException>(() => work)).Problem;
}
