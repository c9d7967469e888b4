using ModelGate.Gate.Records;

namespace ModelGate.Gate.PullRequests;

/// <summary>All that a pull request is told about one run.</summary>
public sealed record CommentContent
{
    public required RunRecord Record { get; init; }

    /// <summary>The base branch's last run; null where none was found.</summary>
    public RunRecord? BaseRun { get; init; }

    /// <summary>Who accepted the policy's changes; null where nobody did.</summary>
    public PolicyAcceptance? Acceptance { get; init; }

    /// <summary>Runs of this pull request, this one included, that needed an acceptance.</summary>
    public int LooseningAttempts { get; init; }

    /// <summary>A fork reported the run itself; nobody else has seen it happen.</summary>
    public bool IsUnverified { get; init; }

    /// <summary>Commit of the pull request's branch.</summary>
    public string? HeadSha { get; init; }

    /// <summary>The temporary merge that was measured; null where the head itself was.</summary>
    public string? MeasuredSha { get; init; }

    /// <summary>Page of the workflow run, for reports and logs.</summary>
    public Uri? RunPage { get; init; }
}

/// <param name="Login">Of the maintainer who set the label.</param>
public sealed record PolicyAcceptance(string Login, DateTimeOffset At)
{
    /// <summary>Name of the label by which a maintainer accepts that a change loosens its own gate.</summary>
    public const string Label = "quantgate: policy change accepted";
}
