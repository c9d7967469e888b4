namespace ModelGate.GitHub.Api;

/// <summary>A status to set; one of the same context takes its place.</summary>
public sealed record NewCommitStatus
{
    public required CommitState State { get; init; }

    /// <summary>Which status it is; GitHub does not tell capitals apart.</summary>
    public required string Context { get; init; }

    /// <summary>At most 140 characters.</summary>
    public string? Description { get; init; }

    public Uri? TargetUrl { get; init; }
}

/// <summary>A status as GitHub has it.</summary>
/// <param name="State"><c>error</c>, <c>failure</c>, <c>pending</c> or <c>success</c>.</param>
public sealed record CommitStatus(long Id, string State, string Context, string? Description = null, Uri? TargetUrl = null);

public enum CommitState
{
    Error,
    Failure,
    Pending,
    Success,
}
