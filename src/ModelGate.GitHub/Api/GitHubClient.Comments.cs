namespace ModelGate.GitHub.Api;

public sealed partial class GitHubClient
{
    public async Task<IReadOnlyList<IssueComment>> ListCommentsAsync(int issue, CancellationToken cancel)
    {
        List<IssueComment> comments = [];
        await foreach (IReadOnlyList<IssueComment> page in _transport.PagesAsync(
            GitHubRequest.Get($"list the comments of #{issue}", $"{Root}/issues/{issue}/comments?per_page=100"),
            GitHubJson.Default.IReadOnlyListIssueComment, cancel))
        {
            comments.AddRange(page);
        }

        return comments;
    }

    public Task<IssueComment> CreateCommentAsync(int issue, string body, Func<IssueComment, bool> isOurs, CancellationToken cancel) =>
        _transport.SendOnceAsync(
            new(HttpMethod.Post, $"create a comment on #{issue}", $"{Root}/issues/{issue}/comments", CommentJson(body)),
            GitHubJson.Default.IssueComment,
            async token => (await ListCommentsAsync(issue, token)).LastOrDefault(isOurs),
            cancel);

    public Task<IssueComment?> UpdateCommentAsync(long id, string body, CancellationToken cancel) => _transport.FindAsync(
        new(HttpMethod.Patch, $"update comment {id}", $"{Root}/issues/comments/{id}", CommentJson(body)),
        GitHubJson.Default.IssueComment, cancel);

    public async Task<bool> DeleteCommentAsync(long id, CancellationToken cancel)
    {
        try
        {
            await _transport.SendAsync(new(HttpMethod.Delete, $"delete comment {id}", $"{Root}/issues/comments/{id}"), cancel);
            return true;
        }
        catch (GitHubException absent) when (absent.Problem is GitHubProblem.NotFound)
        {
            return false;
        }
    }

    private static byte[] CommentJson(string body) => Json(new(body), GitHubJson.Default.CommentBody);
}
