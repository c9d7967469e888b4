using System.Text.Json;
using ModelGate.GitHub.Api;

namespace ModelGate.GitHub.Tests.Api;

/// <summary>What GitHub may leave out, send as null, or add.</summary>
public sealed class GitHubJsonTests
{
    [Fact]
    public void Comment_of_a_ghost_without_a_body_is_read()
    {
        IssueComment? comment = JsonSerializer.Deserialize(
            """{"id":7,"user":null,"body":null,"created_at":"2026-11-25T10:00:00Z","reactions":{"+1":3},"new":[1]}""",
            GitHubJson.Default.IssueComment);

        Assert.Equal((7, "", null), (comment!.Id, comment.Body, comment.User));
    }

    [Fact]
    public void Check_run_with_nothing_but_nulls_is_read()
    {
        CheckRun? run = JsonSerializer.Deserialize(
            """
            {"id":7,"name":"gate","head_sha":"a","external_id":null,"status":"waiting","conclusion":"stale","html_url":null,"app":null,
             "output":{"title":null,"summary":null,"text":null,"annotations_count":0}}
            """,
            GitHubJson.Default.CheckRun);

        Assert.Equal(("waiting", "stale", 0), (run!.Status, run.Conclusion, run.Output?.AnnotationsCount));
    }

    [Fact]
    public void Artifact_whose_run_is_gone_is_read()
    {
        ArtifactPage? page = JsonSerializer.Deserialize(
            """
            {"total_count":2,"artifacts":[{"id":7,"name":"a","expired":false,"created_at":null,"workflow_run":null},
             {"id":8,"name":"a","expired":true,"digest":null,"workflow_run":{"id":3,"head_branch":null}}]}
            """,
            GitHubJson.Default.ArtifactPage);

        Assert.Null(page!.Artifacts[0].WorkflowRun);
        Assert.Equal(3, page.Artifacts[1].WorkflowRun?.Id);
    }

    [Fact]
    public void Run_of_a_deleted_fork_is_one_of_a_fork()
    {
        WorkflowRun? run = JsonSerializer.Deserialize(
            """
            {"id":7,"event":"pull_request","head_sha":"a","head_branch":null,"conclusion":null,"pull_requests":null,"head_repository":null,
             "repository":{"id":1,"full_name":"a/b","private":false,"fork":false}}
            """,
            GitHubJson.Default.WorkflowRun);

        Assert.True(run!.IsFork);
    }

    [Theory]
    [InlineData("https://github.example/a/b", "https://github.example/a/b")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("/a/b", null)]
    [InlineData("http://", null)]
    public void Link_that_is_no_web_address_is_none(string link, string? expected)
    {
        IssueComment? comment = JsonSerializer.Deserialize(
            $$"""{"id":7,"created_at":"2026-11-25T10:00:00Z","html_url":"{{link}}"}""", GitHubJson.Default.IssueComment);

        Assert.Equal(expected, comment!.HtmlUrl?.AbsoluteUri);
    }

    [Theory]
    [InlineData("""{"name":"gate","head_sha":"a"}""")]
    [InlineData("""{"id":7,"name":null,"head_sha":"a"}""")]
    [InlineData("""{"id":"7","name":"gate","head_sha":"a"}""")]
    [InlineData("""[]""")]
    public void What_lacks_its_identity_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, GitHubJson.Default.CheckRun));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"check_runs":null}""")]
    public void Page_without_its_list_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, GitHubJson.Default.CheckRunPage));
}
