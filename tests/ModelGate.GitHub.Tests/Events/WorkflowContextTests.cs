using System.Text.Json.Nodes;
using ModelGate.GitHub.Events;
using ModelGate.Models.Diagnostics;

namespace ModelGate.GitHub.Tests.Events;

public sealed class WorkflowContextTests
{
    [Fact]
    public void Read_of_a_pull_request_names_the_head_and_not_the_merge()
    {
        using Runner runner = Runner.PullRequest();
        WorkflowContext context = runner.Context();
        var pull = Assert.IsType<WorkflowEvent.PullRequest>(context.Event);
        Assert.Equal((7, Runner.Head, Runner.Merge, Runner.Base), (pull.Number, pull.HeadSha, pull.MeasuredSha, pull.BaseSha));
        Assert.Equal(("main", "change", null), (pull.BaseRef, pull.HeadRef, pull.LabelSet));
        Assert.False(pull.IsReadOnly || pull.IsUnverified);
        Assert.Equal(("acme/models", 1L, "main"), (context.Repository.ToString(), context.RepositoryId, context.DefaultBranch));
        Assert.Equal("https://github.com/acme/models/actions/runs/77", context.RunPage.AbsoluteUri);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_of_a_fork_is_read_only(bool isThere)
    {
        JsonNode payload = JsonNode.Parse(Runner.PullRequestPayload(isFork: true))!;
        if (!isThere) payload["pull_request"]!["head"]!["repo"] = null;
        using var runner = new Runner("pull_request", payload.ToJsonString());
        Assert.True(runner.Context().Event.IsReadOnly);
    }

    [Fact]
    public void Read_knows_the_label_that_started_the_run()
    {
        using Runner runner = Runner.PullRequest("some label");
        Assert.Equal("some label", Assert.IsType<WorkflowEvent.PullRequest>(runner.Context().Event).LabelSet);
    }

    [Fact]
    public void Read_of_a_fork_on_pull_request_target_is_refused()
    {
        using var runner = new Runner("pull_request_target", Runner.PullRequestPayload(isFork: true));
        AssertRefused(runner, "QG1014", "workflow_run");
    }

    [Fact]
    public void Read_of_a_merge_group_names_its_head_and_pull_request()
    {
        using var runner = new Runner("merge_group", Runner.Payload($$"""
            {"merge_group": {
              "head_sha": "{{Runner.Head}}", "head_ref": "refs/heads/gh-readonly-queue/main/pr-12-{{Runner.Other}}",
              "base_sha": "{{Runner.Base}}", "base_ref": "refs/heads/main"} }
            """));
        var group = Assert.IsType<WorkflowEvent.MergeGroup>(runner.Context().Event);
        Assert.Equal((Runner.Head, Runner.Base, "refs/heads/main", 12), (group.HeadSha, group.BaseSha, group.BaseRef, group.Number));
    }

    [Theory]
    [InlineData("cccccccccccccccccccccccccccccccccccccccc", "cccccccccccccccccccccccccccccccccccccccc")]
    [InlineData("0000000000000000000000000000000000000000", null)]
    public void Read_of_a_push_names_its_commit(string before, string? expected)
    {
        using var runner = new Runner("push", Runner.Payload($$"""{"before": "{{before}}", "ref": "refs/heads/main"}"""));
        var push = Assert.IsType<WorkflowEvent.Push>(runner.Context().Event);
        Assert.Equal((Runner.Merge, expected, null), (push.HeadSha, push.BaseSha, push.MeasuredSha));
    }

    [Theory]
    [InlineData("workflow_dispatch")]
    [InlineData("schedule")]
    public void Read_of_other_events_takes_the_commit(string name)
    {
        using var runner = new Runner(name, Runner.Payload("{}"));
        Assert.Equal(Runner.Merge, Assert.IsType<WorkflowEvent.OnCommit>(runner.Context().Event).HeadSha);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_of_a_workflow_run_names_what_was_measured(bool isFork)
    {
        using Runner runner = Runner.WorkflowRun(isFork);
        WorkflowContext context = runner.Context();
        MeasuringRun run = Assert.IsType<WorkflowEvent.WorkflowRun>(context.Event).Measured;
        Assert.Equal((55L, 2, Runner.Head, isFork), (run.Id, run.Attempt, run.HeadSha, run.IsFork));
        Assert.Equal(isFork, context.Event.IsUnverified);
        Assert.False(context.Event.IsReadOnly);
        Assert.Equal("https://github.com/acme/models/actions/runs/55", context.RunPage.AbsoluteUri);
    }

    [Fact]
    public void Read_on_an_enterprise_server_links_to_it()
    {
        using Runner runner = Runner.PullRequest();
        runner.Variables["GITHUB_SERVER_URL"] = "https://git.example.com";
        Assert.Equal("https://git.example.com/acme/models/actions/runs/77", runner.Context().RunPage.AbsoluteUri);
    }

    [Fact]
    public void Read_outside_a_workflow_says_all_that_is_missing()
    {
        var error = Assert.Throws<DiagnosticException>(() => WorkflowContext.Read(_ => null));
        Assert.Contains(
            "GITHUB_REPOSITORY, GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_SHA, GITHUB_RUN_ID", error.Message, StringComparison.Ordinal);
        Assert.Contains("--dry-run", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pull_request", "{}", "pull_request")]
    [InlineData("pull_request", """{"pull_request": {"number": 7, "head": {"sha": "../../x"}}}""", "pull_request.head.sha")]
    [InlineData(
        "pull_request", """{"pull_request": {"number": -7, "head": {"sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}}""", "number")]
    [InlineData("merge_group", "{}", "merge_group")]
    [InlineData("workflow_run", """{"workflow_run": {"id": 5}}""", "head_sha")]
    public void Read_of_an_event_without_its_parts_names_the_part(string name, string payload, string part)
    {
        using var runner = new Runner(name, Runner.Payload(payload));
        AssertRefused(runner, "QG1013", part);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("""{"pull_request": """)]
    [InlineData("""{"pull_request": "yes"}""")]
    public void Read_of_a_damaged_event_file_is_refused(string payload)
    {
        using var runner = new Runner("pull_request", payload);
        AssertRefused(runner, "QG1012", "event file");
    }

    [Fact]
    public void Read_of_an_event_file_that_is_too_deep_is_refused()
    {
        using var runner = new Runner("pull_request", string.Concat(Enumerable.Repeat("""{"repository":""", 100)));
        AssertRefused(runner, "QG1012", "event file");
    }

    [Fact]
    public void Read_of_an_event_file_that_is_too_large_is_refused()
    {
        using Runner runner = Runner.PullRequest();
        using (FileStream file = File.OpenWrite(runner.EventPath)) file.SetLength(EventPayload.MostBytes + 1);
        AssertRefused(runner, "QG1012", "25 MB");
    }

    private static void AssertRefused(Runner runner, string code, string says)
    {
        Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(() => runner.Context()).Diagnostics);
        Assert.Equal(code, problem.Code);
        Assert.Contains(says, problem.ToString(), StringComparison.Ordinal);
    }
}
