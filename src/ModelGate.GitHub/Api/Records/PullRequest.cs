namespace ModelGate.GitHub.Api;

public sealed record PullRequest
{
    public required int Number { get; init; }

    /// <summary><c>open</c> or <c>closed</c>.</summary>
    public required string State { get; init; }

    public string? Title { get; init; }

    public required PullRequestEnd Head { get; init; }

    public required PullRequestEnd Base { get; init; }

    /// <summary>Null where the account was deleted.</summary>
    public GitHubUser? User { get; init; }

    public IReadOnlyList<Label>? Labels { get; init; }

    public Uri? HtmlUrl { get; init; }

    /// <summary>The temporary merge while it is open, the real one afterwards.</summary>
    public string? MergeCommitSha { get; init; }

    public DateTimeOffset? MergedAt { get; init; }

    public bool IsOpen => State == "open";
}

/// <summary>A branch that a pull request comes from or goes to.</summary>
/// <param name="Ref">The branch's name.</param>
/// <param name="Repo">Null where the fork was deleted.</param>
public sealed record PullRequestEnd(string Sha, string Ref, GitHubRepository? Repo = null);

public sealed record Label(string Name);

/// <summary>A label was set or taken off.</summary>
/// <param name="IsSet">False: taken off.</param>
/// <param name="Actor">Null where the account was deleted.</param>
public sealed record LabelEvent(string Label, bool IsSet, GitHubUser? Actor, DateTimeOffset At);
