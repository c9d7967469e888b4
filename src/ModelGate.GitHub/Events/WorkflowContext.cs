using System.Globalization;
using ModelGate.GitHub.Api;
using ModelGate.Models.Diagnostics;

namespace ModelGate.GitHub.Events;

/// <summary>The workflow run that reports: what GitHub's runner says of it by environment variables and event file.</summary>
public sealed record WorkflowContext
{
    public required RepositoryName Repository { get; init; }

    public required long RepositoryId { get; init; }

    public required string DefaultBranch { get; init; }

    public required WorkflowEvent Event { get; init; }

    /// <summary>Root of the web pages; an Enterprise Server has its own.</summary>
    public required Uri Server { get; init; }

    public required long RunId { get; init; }

    /// <summary>Counts from 1.</summary>
    public required int RunAttempt { get; init; }

    /// <summary>Root of the checkout; null where the runner names none.</summary>
    public string? Workspace { get; init; }

    /// <summary>Payload of the event.</summary>
    public required string EventPath { get; init; }

    /// <summary>Page of the run that measured.</summary>
    public Uri RunPage => Event is WorkflowEvent.WorkflowRun { Measured.Page: { } page } && page.Host == Server.Host
        ? page
        : new Uri($"{Server.ToString().TrimEnd('/')}/{Repository}/actions/runs/{RunId.ToString(CultureInfo.InvariantCulture)}");

    public static bool IsPresent(Func<string, string?> variable) => variable("GITHUB_ACTIONS") == "true";

    /// <exception cref="DiagnosticException">QG1011 to QG1014: not in a workflow run, or the event is not readable.</exception>
    public static WorkflowContext Read(Func<string, string?> variable)
    {
        string[] missing =
        [
            .. ((string[])["GITHUB_REPOSITORY", "GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH", "GITHUB_SHA", "GITHUB_RUN_ID"])
                .Where(name => string.IsNullOrEmpty(variable(name))),
        ];
        if (missing.Length > 0)
        {
            throw new DiagnosticException(
                "QG1011", new SourcePoint("publish"),
                $"Publishing needs a GitHub workflow run and what its runner sets; missing: {string.Join(", ", missing)}.",
                "Run it in a workflow with the token in GITHUB_TOKEN, or see what would be sent with 'publish RUN --dry-run'.");
        }

        string Value(string name) => variable(name)!;
        string file = Value("GITHUB_EVENT_PATH");
        EventPayload payload = EventFile.Read(file);
        return new WorkflowContext
        {
            Repository = RepositoryName.TryParse(Value("GITHUB_REPOSITORY"), out RepositoryName? repository)
                ? repository
                : throw Wrong("GITHUB_REPOSITORY", "a repository as owner/name"),
            RepositoryId = payload.Repository?.Id ?? 0,
            DefaultBranch = payload.Repository?.DefaultBranch ?? "",
            Event = new EventReader(file, Value("GITHUB_EVENT_NAME"), Value("GITHUB_SHA"), variable("GITHUB_REF") ?? "").Read(payload),
            Server = Address(variable, "GITHUB_SERVER_URL", "https://github.com"),
            RunId = long.TryParse(Value("GITHUB_RUN_ID"), NumberStyles.None, CultureInfo.InvariantCulture, out long run)
                ? run
                : throw Wrong("GITHUB_RUN_ID", "a number"),
            RunAttempt = int.TryParse(variable("GITHUB_RUN_ATTEMPT"), NumberStyles.None, CultureInfo.InvariantCulture, out int attempt)
                ? attempt
                : 1,
            Workspace = variable("GITHUB_WORKSPACE") is { Length: > 0 } workspace ? workspace : null,
            EventPath = file,
        };
    }

    private static Uri Address(Func<string, string?> variable, string name, string usual)
    {
        string text = variable(name) is { Length: > 0 } given ? given : usual;
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address!.Scheme is "https" or "http"
            ? address
            : throw Wrong(name, "an http address");
    }

    private static DiagnosticException Wrong(string variable, string kind) =>
        new("QG1011", new SourcePoint("publish"), $"{variable} is not {kind}.", "Let it be what the runner set.");
}
