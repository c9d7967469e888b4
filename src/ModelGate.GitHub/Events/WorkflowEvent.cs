namespace ModelGate.GitHub.Events;

/// <summary>What started the workflow run, as far as a report needs it.</summary>
public abstract record WorkflowEvent
{
    private WorkflowEvent(string headSha) => HeadSha = headSha;

    /// <summary>The commit that checks and statuses belong to; others are not shown on the pull request.</summary>
    public string HeadSha { get; }

    /// <summary>What was measured, where that is not the head: a pull request's temporary merge.</summary>
    public virtual string? MeasuredSha => null;

    /// <summary>The commit that the change goes onto; null where it is not known.</summary>
    public virtual string? BaseSha => null;

    /// <summary>The token cannot write, whatever the workflow's permissions say.</summary>
    public virtual bool IsReadOnly => false;

    /// <summary>A fork measured itself; what it says of the run is a claim.</summary>
    public virtual bool IsUnverified => false;

    /// <summary>What was measured wants to go into another branch, so that it must not loosen that branch's gate.</summary>
    public virtual bool IsOfChange => false;

    /// <param name="BaseRef">Branch that the change goes into.</param>
    /// <param name="MergeSha"><c>GITHUB_SHA</c>: the temporary merge of head and base.</param>
    /// <param name="IsFork">The head is in another repository, or in one that is gone.</param>
    /// <param name="LabelSet">The label whose setting started this run; null for every other action.</param>
    public sealed record PullRequest(
        int Number, string HeadSha, string HeadRef, string MergeSha, string BaseSha, string BaseRef, bool IsFork, string? LabelSet)
        : WorkflowEvent(HeadSha)
    {
        public override string? MeasuredSha => MergeSha == HeadSha ? null : MergeSha;

        public override string? BaseSha { get; } = BaseSha;

        public override bool IsReadOnly => IsFork;

        public override bool IsOfChange => true;
    }

    /// <param name="Number">Of the pull request that the queue's branch is named after; null where its name says none.</param>
    public sealed record MergeGroup(string HeadSha, string BaseSha, string BaseRef, int? Number) : WorkflowEvent(HeadSha)
    {
        public override string? BaseSha { get; } = BaseSha;

        public override bool IsOfChange => true;
    }

    /// <param name="Ref">Such as <c>refs/heads/main</c>.</param>
    /// <param name="Before">The branch's commit before; null for a new branch.</param>
    public sealed record Push(string HeadSha, string Ref, string? Before) : WorkflowEvent(HeadSha)
    {
        public override string? BaseSha => Before;
    }

    /// <summary>Run by hand, by schedule, or by anything else that says no more than a commit.</summary>
    public sealed record OnCommit(string HeadSha, string Ref, string Name) : WorkflowEvent(HeadSha);

    /// <summary>A second workflow, with rights, that reports what another one measured.</summary>
    /// <param name="Measured">The run that measured.</param>
    public sealed record WorkflowRun(MeasuringRun Measured) : WorkflowEvent(Measured.HeadSha)
    {
        public override bool IsUnverified => Measured.IsFork;

        public override bool IsOfChange =>
            Measured.Event is "merge_group" || Measured.Event.StartsWith("pull_request", StringComparison.Ordinal);
    }
}

/// <summary>The run whose artifact a second workflow publishes, as GitHub describes it (not as the artifact does).</summary>
/// <param name="Event">That started it, such as <c>pull_request</c>.</param>
/// <param name="HeadRepositoryId">Null where that repository is gone.</param>
/// <param name="IsFork">Its head is in another repository, or in one that is gone.</param>
/// <param name="Attempt">Counts from 1.</param>
/// <param name="CreatedAt">GitHub's clock; stays when the run is repeated.</param>
/// <param name="PullRequests">Numbers that GitHub names; none for forks.</param>
public sealed record MeasuringRun(
    long Id, int Attempt, string HeadSha, string? HeadBranch, string Event, long? HeadRepositoryId, bool IsFork, DateTimeOffset? CreatedAt,
    Uri? Page, IReadOnlyList<int> PullRequests);
