using ModelGate.GitHub.Publishing;
using ModelGate.GitHub.Tests.Events;
using ModelGate.GitHub.Tests.Fakes;

namespace ModelGate.GitHub.Tests.Publishing;

public sealed class CommentPublishingTests : IAsyncLifetime
{
    private readonly Runner runner = Runner.PullRequest();
    private PublishRig rig = null!;

    private static string Marker => new CommentMarker(PolicyPath.Parse("quantgate.yml").Key, 0, "").Line(PolicyPath.Parse("quantgate.yml"));

    public async ValueTask InitializeAsync() => rig = await PublishRig.StartAsync();

    [Fact]
    public async Task Comment_is_created_once_and_updated_in_place()
    {
        await rig.PublishAsync(runner, SampleRecord.Failed);
        FakeComment first = Assert.Single(rig.Comments);
        Assert.StartsWith(Marker + "\n", first.Body, StringComparison.Ordinal);
        Assert.Contains("FAILED", first.Body, StringComparison.Ordinal);

        await rig.PublishAsync(runner, SampleRecord.Passed);
        FakeComment second = Assert.Single(rig.Comments);
        Assert.Equal(first.Id, second.Id);
        Assert.Contains("PASSED", second.Body, StringComparison.Ordinal);
        Assert.Equal(1, rig.CallsOf("POST", "/issues/7/comments"));
    }

    [Fact]
    public async Task Comment_that_stays_the_same_is_not_sent_again()
    {
        await rig.PublishAsync(runner, SampleRecord.Failed);
        await rig.PublishAsync(runner, SampleRecord.Failed);
        Assert.Single(rig.Comments);
        Assert.Equal(0, rig.CallsOf("PATCH", "/issues/comments/"));
    }

    [Fact]
    public async Task Comment_is_found_on_any_page()
    {
        for (int i = 0; i < 120; i++) rig.Fake.Comments.Add(7, "somebody", "Nice.");
        FakeComment ours = rig.Fake.Comments.Add(7, FakeGitHub.BotLogin, Marker + "\nold");
        for (int i = 0; i < 120; i++) rig.Fake.Comments.Add(7, "somebody", "Nice.");
        await rig.PublishAsync(runner, SampleRecord.Failed);
        Assert.Equal(241, rig.Comments.Count);
        Assert.Contains("FAILED", rig.Comments.Single(comment => comment.Id == ours.Id).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("somebody", "")]
    [InlineData(null, "")]
    [InlineData(FakeGitHub.BotLogin, "Quoted: ")]
    public async Task Comment_of_somebody_else_or_with_the_marker_elsewhere_is_left_alone(string? login, string before)
    {
        FakeComment theirs = rig.Fake.Comments.Add(7, login, $"{before}{Marker}\ntheirs");
        await rig.PublishAsync(runner, SampleRecord.Failed);
        Assert.Equal(2, rig.Comments.Count);
        Assert.Equal(theirs.Body, rig.Comments.Single(comment => comment.Id == theirs.Id).Body);
    }

    [Fact]
    public async Task Comment_deleted_meanwhile_is_created_again()
    {
        FakeComment gone = rig.Fake.Comments.Add(7, FakeGitHub.BotLogin, Marker + "\nold");
        rig.Fake.Faults.Queue("PATCH", $"/issues/comments/{gone.Id}", new Fault.Answer(404, """{"message":"Not Found"}"""));
        await rig.PublishAsync(runner, SampleRecord.Failed);
        Assert.Equal(1, rig.CallsOf("POST", "/issues/7/comments"));
        Assert.Contains(rig.Comments, comment => comment.Body.Contains("FAILED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Younger_duplicates_of_ours_are_deleted()
    {
        FakeComment oldest = rig.Fake.Comments.Add(7, FakeGitHub.BotLogin, Marker + "\nfirst");
        rig.Fake.Comments.Add(7, FakeGitHub.BotLogin, Marker + "\nsecond");
        FakeComment theirs = rig.Fake.Comments.Add(7, "somebody", Marker + "\ntheirs");
        await rig.PublishAsync(runner, SampleRecord.Failed);
        Assert.Equal([oldest.Id, theirs.Id], rig.Comments.Select(comment => comment.Id));
        Assert.Contains("FAILED", rig.Comments[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Race_of_two_runs_leaves_the_oldest_with_the_last_report()
    {
        // The other run's comment appears between this run's look and its creation.
        FakeComment other = rig.Fake.Comments.Add(7, FakeGitHub.BotLogin, Marker + "\nof the other run");
        rig.Fake.Faults.Queue("GET", "/issues/7/comments", new Fault.Answer(200, "[]"));
        await rig.PublishAsync(runner, SampleRecord.Failed);
        FakeComment left = Assert.Single(rig.Comments);
        Assert.Equal(other.Id, left.Id);
        Assert.Contains("FAILED", left.Body, StringComparison.Ordinal);
        Assert.Equal(1, rig.CallsOf("DELETE", "/issues/comments/"));
    }

    [Fact]
    public async Task Token_of_an_app_learns_its_name_from_what_it_wrote()
    {
        rig.Fake.TokenLogin = "our-app[bot]";
        FakeComment ours = rig.Fake.Comments.Add(7, "our-app[bot]", Marker + "\nold");
        rig.Fake.Faults.Queue("GET", "/user", Fault.NoRights);
        await rig.PublishAsync(runner, SampleRecord.Failed);
        Assert.Equal(ours.Id, Assert.Single(rig.Comments).Id);
        Assert.Contains("FAILED", rig.Comments[0].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice", null)]
    [InlineData("our-app[bot]", "our-app[bot]")]
    public async Task Token_of_a_person_or_a_named_app_updates_its_own(string owner, string? named)
    {
        rig.Fake.TokenLogin = owner;
        FakeComment ours = rig.Fake.Comments.Add(7, owner, Marker + "\nold");
        await rig.PublishAsync(runner, SampleRecord.Failed, login: named);
        Assert.Equal(ours.Id, Assert.Single(rig.Comments).Id);
        Assert.Equal(0, rig.CallsOf("POST", "/issues/7/comments"));
    }

    [Fact]
    public async Task Locked_conversation_is_a_warning_and_the_check_run_is_written()
    {
        rig.Fake.Comments.Lock(7);
        Published result = await rig.PublishAsync(runner, SampleRecord.Passed);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("::warning", result.Log, StringComparison.Ordinal);
        Assert.Contains("locked", result.Log, StringComparison.Ordinal);
        Assert.Equal("success", Assert.Single(rig.Fake.Checks.All).Conclusion);
        Assert.Contains("PASSED", runner.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_policies_have_a_comment_and_a_check_each()
    {
        foreach (string policy in (string[])["quantgate.yml", "services/llm/quantgate.yml", "quantgate.yml"])
        {
            await rig.PublishAsync(runner, SampleRecord.Failed, policy);
        }

        Assert.Equal(2, rig.Comments.Count);
        Assert.Equal(
            ["quantgate", "quantgate: services/llm/quantgate.yml"],
            rig.Fake.Checks.All.Select(run => run.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Push_to_a_branch_comments_on_its_pull_request()
    {
        using var push = new Runner("push", Runner.Payload("{}"));
        push.Variables["GITHUB_SHA"] = Runner.Head;
        await rig.PublishAsync(push, SampleRecord.Failed);
        Assert.Single(rig.Comments);
        Assert.Equal(Runner.Head, Assert.Single(rig.Fake.Checks.All).HeadSha);
    }

    public async ValueTask DisposeAsync()
    {
        runner.Dispose();
        await rig.DisposeAsync();
    }
}
