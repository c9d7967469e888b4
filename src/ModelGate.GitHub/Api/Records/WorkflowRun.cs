namespace ModelGate.GitHub.Api;

public sealed record WorkflowRun
{
    public required long Id { get; init; }

    /// <summary>Such as <c>pull_request</c> or <c>push</c>.</summary>
    public required string Event { get; init; }

    public required string HeadSha { get; init; }

    public string? HeadBranch { get; init; }

    /// <summary>Null where the fork was deleted.</summary>
    public GitHubRepository? HeadRepository { get; init; }

    public required GitHubRepository Repository { get; init; }

    /// <summary>The workflow's file, such as <c>.github/workflows/gate.yml</c>; may end in <c>@REF</c>.</summary>
    public string? Path { get; init; }

    public string? Status { get; init; }

    /// <summary><c>success</c>, <c>failure</c> … ; null until it is completed.</summary>
    public string? Conclusion { get; init; }

    public int? RunAttempt { get; init; }

    public Uri? HtmlUrl { get; init; }

    /// <summary>By GitHub's clock; stays when the run is repeated.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Empty for forks.</summary>
    public IReadOnlyList<WorkflowPullRequest>? PullRequests { get; init; }

    public bool IsFork => HeadRepository?.Id != Repository.Id;
}

public sealed record WorkflowPullRequest(int Number);
