namespace ModelGate.GitHub.Api;

public sealed record GitHubRepository
{
    public required long Id { get; init; }

    /// <summary>OWNER/NAME.</summary>
    public required string FullName { get; init; }

    /// <summary>Null where GitHub gives the short form of a repository, as in workflow runs.</summary>
    public string? DefaultBranch { get; init; }

    public bool Fork { get; init; }

    public bool Private { get; init; }

    public Uri? HtmlUrl { get; init; }
}

/// <summary>GitHub's five roles as the three that it answers with: maintain is write, triage is read.</summary>
public enum RepositoryPermission
{
    None,
    Read,
    Write,
    Admin,
}
