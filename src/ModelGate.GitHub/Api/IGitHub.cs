namespace ModelGate.GitHub.Api;

/// <summary>
/// One repository as one token sees it. Waiting for limits, repeating what may pass and turning pages happen inside; what is left throws
/// <see cref="GitHubException"/>, whose <see cref="GitHubException.Problem"/> tells the cases apart. What may rightly be absent is null.
/// Source: GitHub's REST description, version 2022-11-28.
/// </summary>
public interface IGitHub
{
    public RepositoryName Repository { get; }

    public Task<GitHubRepository> GetRepositoryAsync(CancellationToken cancel);

    /// <summary>Whose token it is; null for a workflow's own token, which GitHub does not let ask.</summary>
    public Task<GitHubUser?> FindTokenUserAsync(CancellationToken cancel);

    /// <summary>What a login may do here; <see cref="RepositoryPermission.None"/> for strangers.</summary>
    public Task<RepositoryPermission> GetPermissionAsync(string login, CancellationToken cancel);

    /// <summary>Of an issue or a pull request, all pages, oldest first.</summary>
    public Task<IReadOnlyList<IssueComment>> ListCommentsAsync(int issue, CancellationToken cancel);

    /// <param name="body">At most 65,536 characters.</param>
    /// <param name="isOurs">Finds the comment again where GitHub's answer was lost, so that it is not written twice.</param>
    public Task<IssueComment> CreateCommentAsync(int issue, string body, Func<IssueComment, bool> isOurs, CancellationToken cancel);

    /// <returns>Null where the comment was deleted meanwhile.</returns>
    public Task<IssueComment?> UpdateCommentAsync(long id, string body, CancellationToken cancel);

    /// <returns>False where it was gone already.</returns>
    public Task<bool> DeleteCommentAsync(long id, CancellationToken cancel);

    /// <summary>Any number of annotations: GitHub takes 50 at a time, and they are sent so.</summary>
    public Task<CheckRun> CreateCheckRunAsync(NewCheckRun run, CancellationToken cancel);

    /// <summary>Its annotations are added to those that the run has.</summary>
    /// <param name="run">As GitHub gave it last.</param>
    /// <returns>Null where there is no such check run any more.</returns>
    public Task<CheckRun?> UpdateCheckRunAsync(CheckRun run, CheckRunUpdate update, CancellationToken cancel);

    /// <summary>The latest of each app and suite, of one name.</summary>
    /// <param name="reference">A commit, branch or tag.</param>
    public Task<IReadOnlyList<CheckRun>> ListCheckRunsAsync(string reference, string name, CancellationToken cancel);

    public Task<CommitStatus> CreateStatusAsync(string sha, NewCommitStatus status, CancellationToken cancel);

    public Task<PullRequest?> FindPullRequestAsync(int number, CancellationToken cancel);

    /// <summary>Open and merged ones that contain the commit; may be empty for heads of forks.</summary>
    public Task<IReadOnlyList<PullRequest>> ListPullRequestsOfCommitAsync(string sha, CancellationToken cancel);

    /// <summary>Most recently updated first; pages are asked for as they are needed.</summary>
    public IAsyncEnumerable<PullRequest> ListOpenPullRequestsAsync(CancellationToken cancel);

    /// <summary>Who set or took off which label, oldest first.</summary>
    public Task<IReadOnlyList<LabelEvent>> ListLabelEventsAsync(int issue, CancellationToken cancel);

    /// <summary>Of one name in the whole repository, newest first; pages are asked for as they are needed.</summary>
    public IAsyncEnumerable<Artifact> ListArtifactsAsync(string name, CancellationToken cancel);

    /// <summary>Of one name among those of a workflow run, newest first.</summary>
    public Task<IReadOnlyList<Artifact>> ListRunArtifactsAsync(long run, string name, CancellationToken cancel);

    /// <summary>The zip archive, checked against its digest where GitHub states one. The token stays with GitHub's own host.</summary>
    /// <param name="mostBytes">A larger archive is <see cref="GitHubProblem.TooLarge"/>.</param>
    /// <returns>Null where it expired or was deleted.</returns>
    public Task<byte[]?> DownloadArtifactAsync(Artifact artifact, int mostBytes, CancellationToken cancel);

    public Task<WorkflowRun?> FindWorkflowRunAsync(long id, CancellationToken cancel);

    /// <param name="path">From the root of the repository, with forward slashes.</param>
    /// <param name="reference">A commit, branch or tag.</param>
    /// <param name="mostBytes">A larger file is <see cref="GitHubProblem.TooLarge"/>.</param>
    /// <returns>Null where there is no such file.</returns>
    public Task<byte[]?> FindFileAsync(string path, string reference, int mostBytes, CancellationToken cancel);
}
