using System.Text.Json.Nodes;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>From the command line to what goes over the wire; the cases are tested in ModelGate.GitHub.Tests.</summary>
public sealed class PublishCommandTests(FinishedRun run) : IClassFixture<FinishedRun>, IDisposable
{
    private const string Token = "ghs_S3cretOfThisTest";

    private static readonly string Head = new('a', 40), Merge = new('b', 40);

    private readonly FakeServer github = new();

    private ToolRun Tool => run.Tool;

    [Theory]
    [InlineData("publish", "GITHUB_TOKEN")]
    [InlineData("publish", "QUANTGATE_GITHUB_TOKEN")]
    [InlineData("check", "GITHUB_TOKEN")]
    public async Task Run_in_a_workflow_is_told_to_its_pull_request(string command, string variable)
    {
        github.Answer = Answer;
        SetWorkflow();
        Tool.Variables["GITHUB_TOKEN"] = "ghs_another";
        Tool.Variables[variable] = Token;
        Directory.CreateDirectory(Tool.Combine("base"));
        File.Copy(Tool.Combine("quantgate.yml"), Tool.Combine("base", "quantgate.yml"), overwrite: true);
        string[] check = ["check", "-o", "compared", "--base", "./base"];
        if (command == "publish") await Tool.SucceedAsync(check);
        ToolResult result = await Tool.SucceedAsync(command == "publish" ? ["publish", "compared"] : [.. check, "--publish"]);

        FakeRequest comment = Posted("/comments"), published = Posted("/check-runs");
        Assert.StartsWith("<!-- quantgate", Text(comment.Body, "body"), StringComparison.Ordinal);
        Assert.Contains("PASSED", Text(comment.Body, "body"), StringComparison.Ordinal);
        Assert.Equal(("quantgate", Head), (Text(published.Body, "name"), Text(published.Body, "head_sha")));
        Assert.Equal("success", Text(published.Body, "conclusion"));
        Assert.All(github.Requests, one => Assert.Equal($"Bearer {Token}", one.Headers["Authorization"]));
        Assert.Contains("comment: https://github.example/c/1", result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("verdict=passed\nexit-code=0\n", File.ReadAllText(Tool.Combine("output.txt")), StringComparison.Ordinal);
        Assert.Contains("PASSED", File.ReadAllText(Tool.Combine("summary.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_outside_a_workflow_says_what_it_needs()
    {
        ToolResult result = await Tool.RunAsync("publish", "run");
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("error QG1011", result.Error, StringComparison.Ordinal);
        Assert.Contains("--dry-run", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--policy", "services/llm/quantgate.yml", "quantgate: services/llm/quantgate.yml")]
    [InlineData("--policy", @".\services\llm\quantgate.yml", "quantgate: services/llm/quantgate.yml")]
    [InlineData(null, null, "quantgate")]
    public async Task Dry_run_shows_what_would_be_sent_anywhere(string? option, string? value, string name)
    {
        string[] policy = option is null ? [] : [option, value!];
        ToolResult result = await Tool.SucceedAsync(["publish", "run", "--dry-run", .. policy]);
        Assert.Contains("<!-- quantgate", result.Output, StringComparison.Ordinal);
        Assert.Contains($"=== check run '{name}' on", result.Output, StringComparison.Ordinal);
        Assert.Contains("conclusion: Success", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_in_a_folder_of_the_workspace_is_named_by_its_path()
    {
        Tool.Variables["GITHUB_WORKSPACE"] = Path.GetDirectoryName(Tool.Folder);
        string shown = $"=== check run 'quantgate: {Path.GetFileName(Tool.Folder)}/quantgate.yml'";
        Assert.Contains(shown, (await Tool.SucceedAsync("publish", "run", "--dry-run")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version", "QG0901", "version 99")]
    [InlineData("cut", "QG0901", "damaged")]
    [InlineData("edited", "QG0904", "edited")]
    [InlineData("missing", "QG0901", "cannot be read")]
    public async Task Record_that_is_not_as_it_was_written_is_refused(string kind, string code, string says)
    {
        string text = File.ReadAllText(Tool.Combine("run", "run.json"));
        Directory.CreateDirectory(Tool.Combine(kind));
        string? bad = kind switch
        {
            "version" => text.Replace("\"schemaVersion\": 1", "\"schemaVersion\": 99", StringComparison.Ordinal),
            "cut" => text[..(text.Length / 2)],
            "edited" => text.Replace("\"outcome\": \"passed\"", "\"outcome\": \"failed\"", StringComparison.Ordinal),
            _ => null,
        };
        Assert.NotEqual(text, bad);
        if (bad is not null) Tool.Write(Path.Combine(kind, "run.json"), bad);
        ToolResult result = await Tool.RunAsync("publish", kind, "--dry-run");
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains($"error {code}", result.Error, StringComparison.Ordinal);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--policy", "../quantgate.yml")]
    public async Task Path_that_leads_out_of_the_repository_is_refused(string option, string value)
    {
        ToolResult result = await Tool.RunAsync("publish", "run", "--dry-run", option, value);
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains($"{option}: error QG1015", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_outside_a_workflow_notes_that_nothing_is_published()
    {
        ToolResult result = await Tool.SucceedAsync("check", "-o", "run", "--publish");
        Assert.Contains("nothing is published", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_whose_event_cannot_be_read_keeps_its_verdict()
    {
        SetWorkflow();
        File.WriteAllText(Tool.Combine("event.json"), "{ damaged");
        ToolResult result = await Tool.SucceedAsync("check", "-o", "run", "--publish");
        Assert.Contains("::warning title=quantgate::Nothing was published.", result.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (string name in Tool.Variables.Keys.Where(name => name.Contains("GITHUB", StringComparison.Ordinal)).ToArray())
        {
            Tool.Variables[name] = null;
        }

        github.Dispose();
    }

    private FakeRequest Posted(string end) => Assert.Single(
        github.Requests, one => one.Method == "POST" && one.Target.EndsWith(end, StringComparison.Ordinal));

    private static string Text(string json, string name) => JsonNode.Parse(json)![name]!.GetValue<string>();

    private void SetWorkflow()
    {
        Tool.Write("event.json", $$"""
            {
              "action": "synchronize", "repository": {"id": 1, "full_name": "acme/models", "default_branch": "main"},
              "pull_request": {
                "number": 7, "head": {"sha": "{{Head}}", "ref": "change", "repo": {"id": 1} },
                "base": {"sha": "{{new string('c', 40)}}", "ref": "main"}
              }
            }
            """);
        foreach ((string name, string value) in (IEnumerable<(string, string)>)
            [
                ("GITHUB_ACTIONS", "true"), ("GITHUB_REPOSITORY", "acme/models"), ("GITHUB_EVENT_NAME", "pull_request"),
                ("GITHUB_EVENT_PATH", Tool.Combine("event.json")), ("GITHUB_SHA", Merge), ("GITHUB_RUN_ID", "77"),
                ("GITHUB_API_URL", github.Address + "/api/v3"), ("GITHUB_WORKSPACE", Tool.Folder),
                ("GITHUB_STEP_SUMMARY", Tool.Combine("summary.md")), ("GITHUB_OUTPUT", Tool.Combine("output.txt")),
            ])
        {
            Tool.Variables[name] = value;
        }
    }

    private FakeReply Answer(FakeRequest request) => (request.Method, request.Target.Split('?')[0]["/api/v3".Length..]) switch
    {
        ("GET", "/user") => FakeReply.Json("""{"message":"Resource not accessible by integration"}""", 403),
        ("GET", "/repos/acme/models/pulls/7") => FakeReply.Json($$"""
            {
              "number": 7, "state": "open", "user": {"login": "contributor", "id": 5, "type": "User"},
              "head": {"sha": "{{Head}}", "ref": "change", "repo": {"id": 1, "full_name": "acme/models"} },
              "base": {"sha": "{{new string('c', 40)}}", "ref": "main", "repo": {"id": 1, "full_name": "acme/models"} }
            }
            """),
        ("GET", "/repos/acme/models/actions/artifacts") => FakeReply.Json("""{"total_count":0,"artifacts":[]}"""),
        ("GET", "/repos/acme/models/issues/7/comments") => FakeReply.Json("[]"),
        ("POST", "/repos/acme/models/issues/7/comments") => FakeReply.Json("""
            {"id": 1, "body": "", "html_url": "https://github.example/c/1", "created_at": "2026-01-01T00:00:00Z",
             "user": {"login": "github-actions[bot]", "id": 1, "type": "Bot"}}
            """, 201),
        ("GET", var target) when target.EndsWith("/check-runs", StringComparison.Ordinal) =>
            FakeReply.Json("""{"total_count":0,"check_runs":[]}"""),
        ("POST", "/repos/acme/models/check-runs") => FakeReply.Json(
            $$"""{"id": 2, "name": "quantgate", "head_sha": "{{Head}}", "html_url": "https://github.example/r/2"}""", 201),
        _ => FakeReply.Json("""{"message":"Not Found"}""", 404),
    };
}
