using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ModelGate.Templates.Tests.Actions;

/// <summary>The search for the journal of an earlier run, against a local server that answers as GitHub does.</summary>
public sealed class JournalTests : IAsyncDisposable
{
    private readonly ActionRun action;
    private readonly HttpListener server = new();
    private readonly Task serving;
    private readonly List<(string Path, string? Authorization)> asked = [];
    private string answer = """{"artifacts": []}""";

    public JournalTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The scripts run in bash.");
        action = new ActionRun(BuiltTool.Action);
        string address = Listen();
        serving = ServeAsync();
        action.Inputs["tool"] = "tool";
        action.Inputs["token"] = "secret-of-the-run";
        action.Variables["GITHUB_API_URL"] = address.TrimEnd('/');
        action.Variables["GITHUB_EVENT_NAME"] = "pull_request";
        action.Expressions["github.event.pull_request.number"] = "12";
        action.Expressions["github.head_ref || github.ref_name"] = "smaller";
    }

    [Fact]
    public async Task Newest_artifact_of_the_same_branch_of_the_same_repository_counts()
    {
        answer = $$"""
            {"total_count": 5, "artifacts": [
              {{Artifact(1, "smaller", 1, "2026-01-01T10:00:00Z")}},
              {{Artifact(2, "smaller", 1, "2026-01-02T10:00:00Z")}},
              {{Artifact(3, "smaller", 99, "2026-01-03T10:00:00Z")}},
              {{Artifact(4, "main", 1, "2026-01-04T10:00:00Z")}},
              {{Artifact(5, "smaller", 1, "2026-01-05T10:00:00Z", expired: true)}}]}
            """;
        await FindAsync();
        Assert.Equal("2", action.Outputs["journal"]["id"]);
        Assert.Equal("1002", action.Outputs["journal"]["run"]);
        (string path, string? authorization) = Assert.Single(asked);
        Assert.Equal("/repos/owner/models/actions/artifacts?per_page=50&name=quantgate-journal-pr12", path);
        Assert.Equal("Bearer secret-of-the-run", authorization);
    }

    [Theory]
    [InlineData("""{"artifacts": []}""")]
    [InlineData("no JSON")]
    [InlineData("")]
    public async Task Nothing_found_lets_the_run_begin_anew(string text)
    {
        answer = text;
        ProgramResult result = await FindAsync();
        Assert.Empty(action.Outputs["journal"]);
        Assert.DoesNotContain("secret-of-the-run", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_asked()
    {
        action.Inputs["token"] = "";
        Assert.Contains("there is no token", (await FindAsync()).Output, StringComparison.Ordinal);
        Assert.Empty(asked);
    }

    public async ValueTask DisposeAsync()
    {
        server.Close();
        await serving;
        action.Dispose();
    }

    private static string Artifact(int id, string branch, int repository, string created, bool expired = false) => new JsonObject
    {
        ["id"] = id,
        ["expired"] = expired,
        ["created_at"] = created,
        ["workflow_run"] = new JsonObject { ["id"] = 1000 + id, ["head_repository_id"] = repository, ["head_branch"] = branch },
    }.ToJsonString();

    private async Task<ProgramResult> FindAsync()
    {
        Assert.SkipUnless(
            await ExternalProgram.IsThereAsync("curl") && await ExternalProgram.IsThereAsync("jq"),
            "curl or jq is not installed; the action then looks for no journal.");
        File.WriteAllText(action.Combine("tool"), "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(action.Combine("tool"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await action.SucceedAsync("prepare");
        return await action.SucceedAsync("journal");
    }

    /// <summary>A port that is free now may be another's a moment later; then the next one is tried.</summary>
    private string Listen()
    {
        for (int port = 41_000; ; port++)
        {
            string address = $"http://127.0.0.1:{port}/";
            server.Prefixes.Add(address);
            try
            {
                server.Start();
                return address;
            }
            catch (HttpListenerException)
            {
                server.Prefixes.Clear();
            }
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext request = await server.GetContextAsync();
                asked.Add((request.Request.RawUrl!, request.Request.Headers["Authorization"]));
                await request.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
                request.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
        }
    }
}
