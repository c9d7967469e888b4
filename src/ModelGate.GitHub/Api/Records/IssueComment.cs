using System.Diagnostics.CodeAnalysis;

namespace ModelGate.GitHub.Api;

/// <summary>A comment in the conversation of an issue or a pull request.</summary>
public sealed record IssueComment
{
    public required long Id { get; init; }

    /// <summary>Markdown.</summary>
    [AllowNull]
    public string Body { get; init => field = value ?? ""; } = "";

    /// <summary>Null where the account was deleted.</summary>
    public GitHubUser? User { get; init; }

    public Uri? HtmlUrl { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }
}
