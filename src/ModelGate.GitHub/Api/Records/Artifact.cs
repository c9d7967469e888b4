namespace ModelGate.GitHub.Api;

/// <summary>Files that a workflow run left, as one zip archive.</summary>
public sealed record Artifact
{
    public required long Id { get; init; }

    public required string Name { get; init; }

    public long SizeInBytes { get; init; }

    public bool Expired { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary><c>sha256:</c> and hex digits of the archive; null for old artifacts.</summary>
    public string? Digest { get; init; }

    /// <summary>Null where the run is gone.</summary>
    public ArtifactRun? WorkflowRun { get; init; }
}

/// <summary>The workflow run that left an artifact.</summary>
/// <param name="HeadRepositoryId">Differs from <paramref name="RepositoryId"/> for forks.</param>
public sealed record ArtifactRun(
    long? Id = null, long? RepositoryId = null, long? HeadRepositoryId = null, string? HeadBranch = null, string? HeadSha = null);
