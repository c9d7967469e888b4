namespace ModelGate.GitHub.Api;

/// <summary>A check run to create. Only apps may, and the workflow's token is one; a personal token is <c>Forbidden</c>.</summary>
public sealed record NewCheckRun
{
    public required string Name { get; init; }

    /// <summary>The branch's commit; on the temporary merge commit a pull request does not show it.</summary>
    public required string HeadSha { get; init; }

    /// <summary>Finds the run again: when an answer was lost, and when a workflow is run again.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Null: still in progress.</summary>
    public CheckConclusion? Conclusion { get; init; }

    /// <summary>Where its "Details" lead.</summary>
    public Uri? DetailsUrl { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public CheckRunOutput? Output { get; init; }
}

/// <summary>What changes of a check run; null stays as it is.</summary>
public sealed record CheckRunUpdate
{
    public string? Name { get; init; }

    public string? ExternalId { get; init; }

    public CheckConclusion? Conclusion { get; init; }

    public Uri? DetailsUrl { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public CheckRunOutput? Output { get; init; }
}

/// <summary>Neutral and skipped count as passing for required checks.</summary>
public enum CheckConclusion
{
    Success,
    Failure,
    Neutral,
    Cancelled,
    Skipped,
    TimedOut,
    ActionRequired,
}
