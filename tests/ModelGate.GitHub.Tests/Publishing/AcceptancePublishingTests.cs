using ModelGate.Gate.PullRequests;
using ModelGate.GitHub.Publishing;
using ModelGate.GitHub.Tests.Events;
using ModelGate.GitHub.Tests.Fakes;

namespace ModelGate.GitHub.Tests.Publishing;

/// <summary>A change that loosens its own gate passes only with the label of somebody who may set it, on the head that is there.</summary>
public sealed class AcceptancePublishingTests : IAsyncLifetime
{
    private const string Label = PolicyAcceptance.Label;

    /// <summary>The label is set at the clock's time; these are before and after it.</summary>
    private static readonly DateTimeOffset Before = new(2026, 11, 25, 9, 59, 0, TimeSpan.Zero), After = Before.AddMinutes(2);

    private PublishRig rig = null!;

    public async ValueTask InitializeAsync()
    {
        rig = await PublishRig.StartAsync();
        rig.Fake.Permissions["mia"] = "write";
        rig.Fake.Permissions["reader"] = "read";
    }

    [Fact]
    public async Task Change_that_nobody_accepted_fails()
    {
        using Runner runner = Runner.PullRequest();
        Published result = await rig.PublishAsync(runner, SampleRecord.Loosened);
        Assert.Equal(1, result.ExitCode);
        FakeCheckRun check = Assert.Single(rig.Fake.Checks.All);
        Assert.Equal("failure", check.Conclusion);
        Assert.StartsWith("NEEDS ACCEPTANCE", check.Title, StringComparison.Ordinal);
        Assert.Equal(14, (int)Assert.Single(check.Annotations)["start_line"]!);
        Assert.Equal("needs acceptance", runner.Outputs["verdict"]);
    }

    [Fact]
    public async Task Change_that_was_compared_with_no_base_fails()
    {
        using Runner runner = Runner.PullRequest();
        Published result = await rig.PublishAsync(runner, SampleRecord.Passed with { PolicyComparison = null });
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("failure", Assert.Single(rig.Fake.Checks.All).Conclusion);
        Assert.Contains("comparison with the base branch's policy", Assert.Single(rig.Comments).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Label_set_after_the_push_counts()
    {
        Push(Before);
        Accept("mia");
        Published result = await PublishAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("success", Assert.Single(rig.Fake.Checks.All).Conclusion);
        Assert.Contains("mia", Assert.Single(rig.Comments).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accepted_change_is_judged_by_its_gates()
    {
        Push(Before);
        Accept("mia");
        using Runner runner = Runner.PullRequest();
        Published result = await rig.PublishAsync(runner, SampleRecord.Failed with
        {
            PolicyComparison = SampleRecord.Loosened.PolicyComparison,
        });
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("FAILED", Assert.Single(rig.Fake.Checks.All).Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Label_set_before_the_push_does_not_count()
    {
        Accept("mia");
        Push(After);
        await AssertRefusedAsync("before the last push");
    }

    [Fact]
    public async Task Label_that_started_the_run_counts_for_the_head_it_was_set_on()
    {
        Accept("mia");
        Push(After);
        using Runner runner = Runner.PullRequest(Label);
        Assert.Equal(0, (await rig.PublishAsync(runner, SampleRecord.Loosened)).ExitCode);
    }

    [Fact]
    public async Task Another_label_that_started_the_run_does_not_count()
    {
        Accept("mia");
        Push(After);
        using Runner runner = Runner.PullRequest("documentation");
        Assert.Equal(1, (await rig.PublishAsync(runner, SampleRecord.Loosened)).ExitCode);
    }

    [Theory]
    [InlineData("reader", "no write permission")]
    [InlineData("stranger", "no write permission")]
    [InlineData("helpful[bot]", "is a bot")]
    [InlineData(null, "Nobody is known")]
    public async Task Label_of_somebody_who_may_not_does_not_count(string? login, string says)
    {
        if (login is not null && login.Contains("bot", StringComparison.Ordinal)) rig.Fake.Permissions[login] = "write";
        Push(Before);
        Accept(login);
        await AssertRefusedAsync(says);
    }

    [Fact]
    public async Task Label_taken_off_does_not_count()
    {
        Push(Before);
        Accept("mia");
        rig.Fake.Labels.TakeOff(7, Label, "mia");
        await AssertRefusedAsync("Nobody is known");
        SetPull();
        await AssertRefusedAsync("is not set");
    }

    [Fact]
    public async Task Last_who_set_the_label_decides()
    {
        Push(Before);
        Accept("mia");
        rig.Fake.Labels.TakeOff(7, Label, "reader");
        rig.Fake.Labels.Set(7, Label, "reader");
        await AssertRefusedAsync("reader, who has no write permission");
    }

    [Fact]
    public async Task Push_whose_time_is_unknown_voids_the_label()
    {
        Accept("mia");
        using Runner runner = Runner.PullRequest();
        runner.Variables["GITHUB_RUN_ID"] = "404";
        Published result = await rig.PublishAsync(runner, SampleRecord.Loosened);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("actions: read", result.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fork_stays_unverified_with_the_label()
    {
        rig.Fake.Pulls.Set(new FakePull(7, Runner.Head) { HeadRepository = Runner.Fork, Labels = [Label] });
        rig.Fake.Labels.Set(7, Label, "mia");
        using Runner runner = Runner.WorkflowRun(isFork: true);
        Published result = await rig.PublishAsync(runner, SampleRecord.Loosened);
        Assert.Equal(4, result.ExitCode);
        Assert.Equal("action_required", Assert.Single(rig.Fake.Checks.All).Conclusion);
    }

    [Theory]
    [InlineData("success", 0)]
    [InlineData("failure", 1)]
    public async Task Merge_queue_counts_the_label_where_the_head_has_passed_with_it(string conclusion, int exitCode)
    {
        Push(Before);
        Accept("mia");
        using Runner first = Runner.PullRequest();
        await rig.PublishAsync(first, conclusion == "success" ? SampleRecord.Loosened : SampleRecord.Failed);

        using var queue = new Runner("merge_group", Runner.Payload($$"""
            {"merge_group": {
              "head_sha": "{{Runner.Merge}}", "head_ref": "refs/heads/gh-readonly-queue/main/pr-7-{{Runner.Base}}",
              "base_sha": "{{Runner.Base}}", "base_ref": "refs/heads/main"} }
            """));
        Published result = await rig.PublishAsync(queue, SampleRecord.Loosened);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(Runner.Merge, rig.Fake.Checks.All[^1].HeadSha);
        Assert.Single(rig.Comments);
    }

    [Fact]
    public async Task Attempts_are_counted_once_a_run_and_shown()
    {
        foreach (string run in (string[])["77", "77", "78", "79"])
        {
            using Runner runner = Runner.PullRequest();
            runner.Variables["GITHUB_RUN_ID"] = run;
            await rig.PublishAsync(runner, SampleRecord.Loosened);
        }

        Assert.Equal(3, CommentMarker.Read(Assert.Single(rig.Comments).Body)!.Attempts);
        string shown = rig.Comments[0].Body.Split('\n').First(line => line.Contains("needed an acceptance", StringComparison.Ordinal));
        Assert.EndsWith(" 3.", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attempts_in_somebody_elses_comment_do_not_count()
    {
        PolicyPath policy = PolicyPath.Parse("quantgate.yml");
        rig.Fake.Comments.Add(7, "somebody", new CommentMarker(policy.Key, 9999, "1.1").Line(policy) + "\n");
        await PublishAsync();
        Assert.Equal(1, CommentMarker.Read(rig.Comments[^1].Body)!.Attempts);
    }

    [Fact]
    public async Task Attempts_stay_known_when_a_run_needs_no_acceptance()
    {
        await PublishAsync();
        using Runner runner = Runner.PullRequest();
        await rig.PublishAsync(runner, SampleRecord.Passed);
        Assert.Equal(1, CommentMarker.Read(Assert.Single(rig.Comments).Body)!.Attempts);
    }

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    private void Push(DateTimeOffset at) => rig.Fake.Runs.Add(new FakeRun(77, Runner.Head) { Event = "pull_request", CreatedAt = at });

    private void Accept(string? login)
    {
        SetPull(Label);
        rig.Fake.Labels.Set(7, Label, login);
    }

    private void SetPull(params string[] labels) => rig.Fake.Pulls.Set(new FakePull(7, Runner.Head) { Labels = labels });

    private async Task<Published> PublishAsync()
    {
        using Runner runner = Runner.PullRequest();
        return await rig.PublishAsync(runner, SampleRecord.Loosened);
    }

    private async Task AssertRefusedAsync(string says)
    {
        Published result = await PublishAsync();
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(says, result.Log, StringComparison.Ordinal);
    }
}
