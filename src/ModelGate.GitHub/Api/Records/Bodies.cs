namespace ModelGate.GitHub.Api;

internal sealed record CommentBody(string Body);

/// <summary>One request of a check run: GitHub takes at most 50 annotations in each.</summary>
internal sealed record CheckRunBody
{
    public string? Name { get; init; }

    /// <summary>Null where a run that exists is changed.</summary>
    public string? HeadSha { get; init; }

    public string? ExternalId { get; init; }

    /// <summary>Null leaves it; a conclusion alone completes a run.</summary>
    public CheckRunStatus? Status { get; init; }

    public CheckConclusion? Conclusion { get; init; }

    public Uri? DetailsUrl { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public CheckRunOutput? Output { get; init; }
}

internal enum CheckRunStatus
{
    InProgress,
    Completed,
}
