namespace ModelGate.GitHub.Api;

/// <summary>Why GitHub did not do what it was asked.</summary>
/// <param name="Message">A full sentence for the user; holds no token.</param>
public abstract record GitHubProblem(string Message)
{
    private const string Integration = "not accessible by";

    /// <summary>401: the token is expired, revoked or none.</summary>
    public sealed record Unauthorized(string Message) : GitHubProblem(Message);

    /// <summary>403: the token lacks a right, as it does in workflow runs of forks.</summary>
    public sealed record Forbidden(string Message) : GitHubProblem(Message)
    {
        /// <summary>A workflow's token without the permission, as forks' are.</summary>
        public bool IsIntegration => Message.Contains(Integration, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>403: the conversation is locked.</summary>
    public sealed record Locked(string Message) : GitHubProblem(Message);

    /// <summary>404 or 410: it is not there, not any more, or the token may not know of it.</summary>
    public sealed record NotFound(string Message) : GitHubProblem(Message);

    /// <summary>422 or 400: GitHub refuses the content.</summary>
    public sealed record Invalid(string Message) : GitHubProblem(Message);

    /// <summary>A rate limit lasts longer than this client waits.</summary>
    /// <param name="Until">Null where GitHub did not say.</param>
    public sealed record RateLimited(string Message, DateTimeOffset? Until) : GitHubProblem(Message);

    /// <summary>No connection, no answer in time, or 5xx, to the last attempt.</summary>
    public sealed record Unreachable(string Message) : GitHubProblem(Message);

    /// <summary>More was sent, or there are more pages, than the caller allowed.</summary>
    public sealed record TooLarge(string Message) : GitHubProblem(Message);

    /// <summary>The answer is not what GitHub documents.</summary>
    public sealed record Unreadable(string Message) : GitHubProblem(Message);
}
