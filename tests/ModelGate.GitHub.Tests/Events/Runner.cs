using System.Text.Json.Nodes;
using ModelGate.GitHub.Events;
using ModelGate.GitHub.Tests.Fakes;
using ModelGate.Testing;

namespace ModelGate.GitHub.Tests.Events;

/// <summary>What GitHub's runner gives a step: variables, and files in a folder of their own.</summary>
internal sealed class Runner : IDisposable
{
    public const long RepositoryId = 1;

    public const string Fork = "fork/models";

    public static readonly long ForkId = FakeGitHubPulls.RepositoryId(Fork);

    public static readonly string Head = new('a', 40), Merge = new('b', 40), Base = new('c', 40), Other = new('d', 40);

    private readonly TemporaryFolder folder = new();

    public Runner(string name, string payload)
    {
        File.WriteAllText(EventPath, payload);
        Variables["GITHUB_ACTIONS"] = "true";
        Variables["GITHUB_REPOSITORY"] = "acme/models";
        Variables["GITHUB_EVENT_NAME"] = name;
        Variables["GITHUB_EVENT_PATH"] = EventPath;
        Variables["GITHUB_SHA"] = Merge;
        Variables["GITHUB_REF"] = "refs/heads/main";
        Variables["GITHUB_RUN_ID"] = "77";
        Variables["GITHUB_RUN_ATTEMPT"] = "1";
        Variables["GITHUB_STEP_SUMMARY"] = Combine("summary.md");
        Variables["GITHUB_OUTPUT"] = Combine("output.txt");
        File.WriteAllText(Combine("summary.md"), "");
        File.WriteAllText(Combine("output.txt"), "");
    }

    public Dictionary<string, string?> Variables { get; } = [];

    public string EventPath => Combine("event-of-the-runner.json");

    public string Summary => File.ReadAllText(Combine("summary.md"));

    /// <summary>Step outputs of one line each.</summary>
    public IReadOnlyDictionary<string, string> Outputs => File.ReadAllLines(Combine("output.txt"))
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);

    public string Combine(string name) => folder.Combine(name);

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public WorkflowContext Context() => WorkflowContext.Read(Variable);

    public static Runner PullRequest(string? label = null, bool isFork = false) =>
        new("pull_request", PullRequestPayload(label, isFork));

    public static string PullRequestPayload(string? label = null, bool isFork = false, int number = 7) => Payload($$"""
        {
          "action": "{{(label is null ? "synchronize" : "labeled")}}", {{(label is null ? "" : $$"""
          "label": {"name": "{{label}}"},
          """)}}
          "number": {{number}},
          "pull_request": {
            "number": {{number}},
            "head": {"sha": "{{Head}}", "ref": "change", "repo": {"id": {{(isFork ? ForkId : RepositoryId)}}, "full_name": "fork/models"} },
            "base": {"sha": "{{Base}}", "ref": "main", "repo": {"id": 1, "full_name": "acme/models"} }
          }
        }
        """);

    /// <param name="created">GitHub's time of the run that measured.</param>
    public static Runner WorkflowRun(bool isFork, string @event = "pull_request", string created = "2026-01-01T10:00:00Z") =>
        new("workflow_run", Payload($$"""
        {
          "action": "completed",
          "workflow_run": {
            "id": 55, "run_attempt": 2, "head_sha": "{{Head}}", "head_branch": "change", "event": "{{@event}}",
            "created_at": "{{created}}", "html_url": "https://github.com/acme/models/actions/runs/55",
            "head_repository": {"id": {{(isFork ? ForkId : RepositoryId)}}, "full_name": "fork/models"},
            "pull_requests": []
          }
        }
        """));

    public void Dispose() => folder.Dispose();

    /// <summary>Adds what every payload has.</summary>
    public static string Payload(string json)
    {
        JsonObject payload = JsonNode.Parse(json)!.AsObject();
        payload["repository"] = JsonNode.Parse("""{"id": 1, "full_name": "acme/models", "default_branch": "main", "fork": false}""");
        payload["sender"] = JsonNode.Parse("""{"login": "somebody"}""");
        return payload.ToJsonString();
    }
}
