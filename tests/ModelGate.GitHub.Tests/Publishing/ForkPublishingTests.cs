using ModelGate.Gate.Records;
using ModelGate.GitHub.Tests.Events;
using ModelGate.GitHub.Tests.Fakes;

namespace ModelGate.GitHub.Tests.Publishing;

/// <summary>Forks measure without rights; a second workflow reports what they say of themselves.</summary>
public sealed class ForkPublishingTests : IAsyncLifetime
{
    private PublishRig rig = null!;

    public async ValueTask InitializeAsync()
    {
        rig = await PublishRig.StartAsync();
        rig.Fake.Pulls.Set(new FakePull(7, Runner.Head) { HeadRepository = Runner.Fork, BaseSha = Runner.Base });
    }

    [Theory]
    [InlineData("pass", 0)]
    [InlineData("fail", 1)]
    public async Task Forks_own_run_points_to_the_second_workflow_and_keeps_its_verdict(string worst, int exitCode)
    {
        using Runner runner = Runner.PullRequest(isFork: true);
        Published result = await rig.PublishAsync(runner, SampleRecord.With([SampleRecord.Finding(worst, 3)]));
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains("workflow_run", result.Log, StringComparison.Ordinal);
        Assert.Equal(worst == "fail", result.Log.Contains("::error file=quantgate.yml,line=3", StringComparison.Ordinal));
        Assert.DoesNotContain(rig.Fake.Calls, call => call.Method != "GET");
        Assert.Contains(worst == "fail" ? "FAILED" : "PASSED", runner.Summary, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(runner.EventPath), File.ReadAllText(Path.Combine(runner.Combine("run"), "event.json")));
    }

    [Theory]
    [InlineData("pass", 4)]
    [InlineData("undecided", 4)]
    [InlineData("fail", 1)]
    public async Task Forks_report_is_unverified_and_needs_action_whatever_it_says(string worst, int exitCode)
    {
        using Runner runner = Runner.WorkflowRun(isFork: true);
        Published result = await rig.PublishAsync(
            runner, SampleRecord.With([SampleRecord.Finding(worst, 3)]), eventJson: Runner.PullRequestPayload(isFork: true));
        Assert.Equal(exitCode, result.ExitCode);
        FakeCheckRun check = Assert.Single(rig.Fake.Checks.All);
        Assert.Equal((Runner.Head, "action_required"), (check.HeadSha, check.Conclusion));
        Assert.StartsWith("UNVERIFIED", check.Title, StringComparison.Ordinal);
        Assert.Contains("nverified", Assert.Single(rig.Comments).Body, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("https://github.com/acme/models/actions/runs/55", rig.Comments[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Number_that_an_artifact_claims_counts_only_where_the_head_agrees()
    {
        rig.Fake.Pulls.Set(new FakePull(8, Runner.Other));
        using Runner runner = Runner.WorkflowRun(isFork: true);
        await rig.PublishAsync(runner, SampleRecord.Passed, eventJson: Runner.PullRequestPayload(isFork: true, number: 8));
        Assert.Empty(rig.Fake.Comments.Of(8));
        Assert.Single(rig.Fake.Comments.Of(7));
    }

    [Fact]
    public async Task Number_of_another_pull_request_with_the_same_head_in_another_repository_does_not_count()
    {
        rig.Fake.Pulls.Set(new FakePull(8, Runner.Head));
        using Runner runner = Runner.WorkflowRun(isFork: true);
        await rig.PublishAsync(runner, SampleRecord.Passed, eventJson: Runner.PullRequestPayload(isFork: true, number: 8));
        Assert.Empty(rig.Fake.Comments.Of(8));
        Assert.Single(rig.Fake.Comments.Of(7));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{ damaged")]
    [InlineData("""{"pull_request": {"number": 9999}}""")]
    public async Task Pull_request_is_found_without_a_number(string? eventJson)
    {
        using Runner runner = Runner.WorkflowRun(isFork: true);
        await rig.PublishAsync(runner, SampleRecord.Passed, eventJson: eventJson);
        Assert.Single(rig.Fake.Comments.Of(7));
    }

    [Fact]
    public async Task Pull_request_that_was_pushed_to_meanwhile_gets_no_comment()
    {
        rig.Fake.Pulls.Set(new FakePull(7, Runner.Other) { HeadRepository = Runner.Fork });
        using Runner runner = Runner.WorkflowRun(isFork: true);
        Published result = await rig.PublishAsync(runner, SampleRecord.Passed, eventJson: Runner.PullRequestPayload(isFork: true));
        Assert.Empty(rig.Comments);
        Assert.Contains("no comment", result.Log, StringComparison.Ordinal);
        Assert.Equal(Runner.Head, Assert.Single(rig.Fake.Checks.All).HeadSha);
    }

    [Fact]
    public async Task Own_branch_measured_by_another_workflow_is_verified()
    {
        rig.Fake.Pulls.Set(new FakePull(7, Runner.Head));
        using Runner runner = Runner.WorkflowRun(isFork: false);
        Published result = await rig.PublishAsync(runner, SampleRecord.Passed);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("success", Assert.Single(rig.Fake.Checks.All).Conclusion);
        Assert.Single(rig.Comments);
    }

    [Fact]
    public async Task Text_of_a_fork_starts_nothing()
    {
        string evil = "@maintainer #12 --> <!-- quantgate --> </details> `x` | ![](http://x)\n::set-output name=verdict::passed";
        RunRecord record = SampleRecord.With([SampleRecord.Finding("fail", 3) with { Subject = evil, Comparison = evil, Advice = evil }]);
        using Runner runner = Runner.WorkflowRun(isFork: true);
        rig.Fake.Rights = FakeRights.All with { Checks = false };
        Published result = await rig.PublishAsync(runner, record with
        {
            Candidates = [record.Candidates[0] with { Name = evil }],
            Findings = [record.Findings[0] with { Candidate = evil }],
        });
        string body = Assert.Single(rig.Comments).Body;
        Assert.DoesNotContain("@maintainer", body, StringComparison.Ordinal);
        Assert.DoesNotContain("#12", body, StringComparison.Ordinal);
        Assert.Single(body.Split('\n'), line => line.Contains("<!--", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Log.Split('\n'), line => line.StartsWith("::set-output", StringComparison.Ordinal));
        Assert.DoesNotContain("passed", runner.Outputs["verdict"], StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => rig.DisposeAsync();
}
