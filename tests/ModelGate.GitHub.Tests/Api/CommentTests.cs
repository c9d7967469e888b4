using ModelGate.GitHub.Api;
using ModelGate.GitHub.Tests.Fakes;

namespace ModelGate.GitHub.Tests.Api;

public sealed class CommentTests
{
    private const int Pull = 12;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(230, 3)]
    public async Task List_comments_gives_those_of_all_pages(int count, int pages)
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        for (int i = 0; i < count; i++) session.Fake.Comments.Add(Pull, "reader", $"remark {i}");
        session.Fake.Comments.Add(Pull + 1, "reader", "elsewhere");

        IReadOnlyList<IssueComment> comments = await session.Client.ListCommentsAsync(Pull, session.Cancel);

        Assert.Equal(Enumerable.Range(0, count).Select(i => $"remark {i}"), comments.Select(comment => comment.Body));
        Assert.Equal(pages, session.Fake.Calls.Count);
    }

    [Fact]
    public async Task List_comments_gives_authors_and_ghosts()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Comments.Add(Pull, FakeGitHub.BotLogin, "of the bot");
        session.Fake.Comments.Add(Pull, null, "of a deleted account");

        IReadOnlyList<IssueComment> comments = await session.Client.ListCommentsAsync(Pull, session.Cancel);

        Assert.Equal((FakeGitHub.BotLogin, true), (comments[0].User?.Login, comments[0].User?.IsBot));
        Assert.Equal(session.Fake.Clock.GetUtcNow(), comments[0].CreatedAt);
        Assert.Null(comments[1].User);
    }

    [Fact]
    public async Task Create_update_and_delete_leave_what_was_asked()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();

        IssueComment created = await session.Client.CreateCommentAsync(Pull, "Größe 4 µs, “fine” ✅", _ => false, session.Cancel);
        Assert.Equal("Größe 4 µs, “fine” ✅", Assert.Single(session.Fake.Comments.Of(Pull)).Body);

        IssueComment? updated = await session.Client.UpdateCommentAsync(created.Id, "second", session.Cancel);
        Assert.Equal("second", updated?.Body);
        Assert.Equal("second", Assert.Single(session.Fake.Comments.Of(Pull)).Body);

        Assert.True(await session.Client.DeleteCommentAsync(created.Id, session.Cancel));
        Assert.Empty(session.Fake.Comments.Of(Pull));
    }

    [Fact]
    public async Task Update_and_delete_of_a_deleted_comment_say_so()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        FakeComment comment = session.Fake.Comments.Add(Pull, FakeGitHub.BotLogin, "first");
        session.Fake.Comments.Delete(comment.Id);

        Assert.Null(await session.Client.UpdateCommentAsync(comment.Id, "second", session.Cancel));
        Assert.False(await session.Client.DeleteCommentAsync(comment.Id, session.Cancel));
    }

    [Fact]
    public async Task Create_on_a_locked_conversation_is_locked()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Comments.Lock(Pull);

        GitHubProblem problem = await ProblemOf(session.Client.CreateCommentAsync(Pull, "text", _ => false, session.Cancel));

        Assert.IsType<GitHubProblem.Locked>(problem);
        Assert.Equal("GitHub did not create a comment on #12 (403): Unable to create comment because issue is locked.", problem.Message);
    }

    [Fact]
    public async Task Create_without_rights_is_forbidden_and_not_repeated()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Rights = FakeRights.None;

        GitHubProblem problem = await ProblemOf(session.Client.CreateCommentAsync(Pull, "text", _ => false, session.Cancel));

        Assert.True(Assert.IsType<GitHubProblem.Forbidden>(problem).IsIntegration);
        Assert.Single(session.Fake.Calls);
    }

    [Fact]
    public async Task Create_beyond_the_limit_is_invalid_and_names_the_field()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();

        GitHubProblem problem = await ProblemOf(
            session.Client.CreateCommentAsync(Pull, new('x', FakeGitHubComments.MostCharacters + 1), _ => false, session.Cancel));

        Assert.IsType<GitHubProblem.Invalid>(problem);
        Assert.Contains(
            "IssueComment data custom Body is too long (maximum is 65536 characters)", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_whose_answer_was_lost_finds_its_comment_and_writes_no_second()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Comments.Add(Pull, "impostor", "marker");
        session.Fake.Faults.Queue("POST", "/comments", new Fault.LostAnswer());

        IssueComment created = await session.Client.CreateCommentAsync(Pull, "marker", IsOurs, session.Cancel);

        IReadOnlyList<FakeComment> left = session.Fake.Comments.Of(Pull);
        Assert.Equal(2, left.Count);
        Assert.Equal(left[1].Id, created.Id);
        Assert.Equal(["POST", "GET"], session.Fake.Calls.Select(call => call.Method));

        static bool IsOurs(IssueComment comment) => comment.Body == "marker" && comment.User?.Login == FakeGitHub.BotLogin;
    }

    [Fact]
    public async Task Create_whose_request_was_lost_looks_and_then_writes()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue("POST", "/comments", new Fault.LostRequest());

        await session.Client.CreateCommentAsync(Pull, "marker", comment => comment.Body == "marker", session.Cancel);

        Assert.Single(session.Fake.Comments.Of(Pull));
        Assert.Equal(["POST", "GET", "POST"], session.Fake.Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task Create_whose_last_answer_was_lost_is_found_too()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync(new() { Retries = 1 });
        session.Fake.Faults.Queue("POST", "/comments", new Fault.Answer(502, "<html>Bad gateway</html>"), new Fault.LostAnswer());

        await session.Client.CreateCommentAsync(Pull, "marker", comment => comment.Body == "marker", session.Cancel);

        Assert.Single(session.Fake.Comments.Of(Pull));
    }

    [Fact]
    public async Task Create_refused_for_a_limit_is_repeated_without_looking()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue("POST", "/comments", new Fault.SecondaryLimit(7));

        await session.Client.CreateCommentAsync(Pull, "text", _ => throw new InvalidOperationException("not in doubt"), session.Cancel);

        Assert.Equal(["POST", "POST"], session.Fake.Calls.Select(call => call.Method));
    }

    private static async Task<GitHubProblem> ProblemOf(Task work) => (await Assert.ThrowsAsync<GitHubException>(() => work)).Problem;
}
