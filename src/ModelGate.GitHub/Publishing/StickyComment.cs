using ModelGate.GitHub.Api;

namespace ModelGate.GitHub.Publishing;

/// <summary>
/// One comment a policy and pull request, updated in place. Ours is what carries the marker and was written by this token: a marker in
/// somebody else's comment is text.
/// </summary>
/// <param name="login">Whose comments are ours.</param>
internal sealed class StickyComment(IGitHub github, int pullRequest, PolicyPath policy, string login)
{
    /// <summary>Of the token that a workflow has by itself.</summary>
    public const string WorkflowLogin = "github-actions[bot]";

    /// <summary>Ours, oldest first.</summary>
    public Task<IReadOnlyList<IssueComment>> FindAsync(CancellationToken cancel) => FindAsync(login, cancel);

    /// <param name="found">What <see cref="FindAsync(CancellationToken)"/> gave.</param>
    /// <param name="body">Begins with the marker.</param>
    public async Task<IssueComment> WriteAsync(IReadOnlyList<IssueComment> found, string body, CancellationToken cancel)
    {
        IssueComment? kept = null;
        foreach (IssueComment comment in found)
        {
            if (kept is not null) await github.DeleteCommentAsync(comment.Id, cancel);
            else kept = await UpdateAsync(comment, body, cancel);
        }

        return kept ?? await CreateAsync(body, cancel);
    }

    /// <summary>
    /// Another run may create at the same time: both look again, and both keep the oldest. The answer also tells whose token this is,
    /// which an app's token cannot ask.
    /// </summary>
    private async Task<IssueComment> CreateAsync(string body, CancellationToken cancel)
    {
        IssueComment created = await github.CreateCommentAsync(pullRequest, body, comment => IsOurs(comment, login), cancel);
        IReadOnlyList<IssueComment> all = await FindAsync(created.User?.Login ?? login, cancel);
        if (all.Count < 2) return created;
        return await WriteToOldestAsync(all, created, body, cancel);
    }

    private async Task<IssueComment> WriteToOldestAsync(
        IReadOnlyList<IssueComment> all, IssueComment created, string body, CancellationToken cancel)
    {
        if (await UpdateAsync(all[0], body, cancel) is not { } kept) return created;
        foreach (IssueComment younger in all.Skip(1)) await github.DeleteCommentAsync(younger.Id, cancel);
        return kept;
    }

    /// <returns>Null where it was deleted meanwhile.</returns>
    private async Task<IssueComment?> UpdateAsync(IssueComment comment, string body, CancellationToken cancel) =>
        IsSame(comment.Body, body) ? comment : await github.UpdateCommentAsync(comment.Id, body, cancel);

    private async Task<IReadOnlyList<IssueComment>> FindAsync(string author, CancellationToken cancel) =>
    [
        .. (await github.ListCommentsAsync(pullRequest, cancel))
            .Where(comment => IsOurs(comment, author))
            .OrderBy(comment => comment.CreatedAt)
            .ThenBy(comment => comment.Id),
    ];

    private bool IsOurs(IssueComment comment, string author) =>
        string.Equals(comment.User?.Login, author, StringComparison.OrdinalIgnoreCase)
        && CommentMarker.Read(comment.Body)?.Key == policy.Key;

    /// <summary>GitHub may change line ends and drop white space at the end.</summary>
    private static bool IsSame(string left, string right) =>
        left.ReplaceLineEndings("\n").TrimEnd() == right.ReplaceLineEndings("\n").TrimEnd();
}
