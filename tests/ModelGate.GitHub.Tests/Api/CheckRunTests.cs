using ModelGate.GitHub.Api;
using ModelGate.GitHub.Tests.Fakes;

namespace ModelGate.GitHub.Tests.Api;

public sealed class CheckRunTests
{
    private static readonly string Sha = new('a', 40);

    [Fact]
    public async Task Create_says_all_that_was_given()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        DateTimeOffset start = session.Fake.Clock.GetUtcNow();

        CheckRun run = await session.Client.CreateCheckRunAsync(
            New(3) with
            {
                Conclusion = CheckConclusion.ActionRequired, StartedAt = start, CompletedAt = start.AddMinutes(2),
                DetailsUrl = new("https://ci.example/runs/7"),
            },
            session.Cancel);

        FakeCheckRun kept = Assert.Single(session.Fake.Checks.All);
        Assert.Equal((kept.Id, 3), (run.Id, run.Output?.AnnotationsCount));
        Assert.Equal(
            ("gate", Sha, "gate-1", "completed", "action_required"),
            (kept.Name, kept.HeadSha, kept.ExternalId, kept.Status, kept.Conclusion));
        Assert.Equal(("Gate", "summary"), (kept.Title, kept.Summary));
        Assert.Equal("https://ci.example/runs/7", (string?)kept.Fields["details_url"]);
        Assert.Equal("2026-11-25T10:02:00+00:00", (string?)kept.Fields["completed_at"]);
        Assert.Equal("failure", (string?)kept.Annotations[0]["annotation_level"]);
        Assert.Equal(run, Assert.Single(await session.Client.ListCheckRunsAsync(Sha, "gate", session.Cancel)));
    }

    [Fact]
    public async Task Create_without_a_conclusion_is_in_progress()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();

        CheckRun run = await session.Client.CreateCheckRunAsync(New(0) with { Output = null }, session.Cancel);

        Assert.Equal(("in_progress", null), (run.Status, run.Conclusion));
    }

    [Theory]
    [InlineData(50, 1)]
    [InlineData(51, 2)]
    [InlineData(150, 3)]
    public async Task Annotations_are_sent_fifty_at_a_time_and_in_order(int count, int requests)
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();

        CheckRun run = await session.Client.CreateCheckRunAsync(New(count), session.Cancel);

        Assert.Equal(count, run.Output?.AnnotationsCount);
        Assert.Equal(
            Enumerable.Range(1, count), session.Fake.Checks.All[0].Annotations.Select(annotation => (int)annotation["start_line"]!));
        Assert.Equal(requests, session.Fake.Calls.Count);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task Lost_answers_neither_create_nor_annotate_twice(string method)
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue(method, "/check-runs", new Fault.LostAnswer());

        CheckRun run = await session.Client.CreateCheckRunAsync(New(120), session.Cancel);

        Assert.Equal(120, run.Output?.AnnotationsCount);
        Assert.Equal(120, Assert.Single(session.Fake.Checks.All).Annotations.Count);
    }

    [Fact]
    public async Task Lost_requests_of_annotations_are_repeated()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Faults.Queue("PATCH", "/check-runs", new Fault.LostRequest(), new Fault.Answer(502));

        CheckRun run = await session.Client.CreateCheckRunAsync(New(120), session.Cancel);

        Assert.Equal(120, run.Output?.AnnotationsCount);
        Assert.Equal(120, Assert.Single(session.Fake.Checks.All).Annotations.Count);
    }

    [Fact]
    public async Task Update_changes_what_it_names_and_adds_annotations()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        CheckRun run = await session.Client.CreateCheckRunAsync(New(2), session.Cancel);

        CheckRun? updated = await session.Client.UpdateCheckRunAsync(
            run, new() { Conclusion = CheckConclusion.Failure, Output = Output(60) with { Summary = "worse" } }, session.Cancel);

        FakeCheckRun kept = Assert.Single(session.Fake.Checks.All);
        Assert.Equal(("failure", "worse", "gate-1", 62), (kept.Conclusion, kept.Summary, kept.ExternalId, kept.Annotations.Count));
        Assert.Equal(62, updated?.Output?.AnnotationsCount);
    }

    [Fact]
    public async Task Update_of_a_run_that_is_gone_is_null()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        CheckRun gone = new() { Id = 1, Name = "gate", HeadSha = Sha };

        Assert.Null(await session.Client.UpdateCheckRunAsync(gone, new() { Conclusion = CheckConclusion.Success }, session.Cancel));
        Assert.Null(await session.Client.UpdateCheckRunAsync(gone, new() { Output = Output(60) }, session.Cancel));
    }

    [Fact]
    public async Task Create_beyond_the_limit_is_invalid()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        CheckRunOutput output = Output(0) with { Summary = new('x', CheckRunOutput.MostCharacters + 1) };

        GitHubException refused = await Assert.ThrowsAsync<GitHubException>(
            () => session.Client.CreateCheckRunAsync(New(0) with { Output = output }, session.Cancel));

        Assert.IsType<GitHubProblem.Invalid>(refused.Problem);
        Assert.Contains("65535", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_takes_the_place_of_a_check_run_for_tokens_that_may_not_write_one()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Rights = FakeRights.All with { Checks = false };

        GitHubException refused = await Assert.ThrowsAsync<GitHubException>(
            () => session.Client.CreateCheckRunAsync(New(0), session.Cancel));
        Assert.IsType<GitHubProblem.Forbidden>(refused.Problem);
        await session.Client.CreateStatusAsync(
            Sha,
            new() { State = CommitState.Failure, Context = "quantgate", Description = "failed", TargetUrl = new("https://ci.example/7") },
            session.Cancel);

        FakeStatus status = Assert.Single(session.Fake.Statuses.All);
        Assert.Equal((Sha, "failure", "quantgate", "failed", "https://ci.example/7"),
            (status.Sha, status.State, status.Context, status.Description, status.TargetUrl));
    }

    private static NewCheckRun New(int annotations) =>
        new() { Name = "gate", HeadSha = Sha, ExternalId = "gate-1", Output = Output(annotations) };

    private static CheckRunOutput Output(int annotations) => new()
    {
        Title = "Gate",
        Summary = "summary",
        Annotations =
        [
            .. Enumerable.Range(1, annotations).Select(line => new CheckAnnotation
            {
                Path = "quantgate.yml", StartLine = line, EndLine = line, StartColumn = 3, EndColumn = 9,
                AnnotationLevel = AnnotationLevel.Failure, Message = $"gate {line} failed",
            }),
        ],
    };
}
