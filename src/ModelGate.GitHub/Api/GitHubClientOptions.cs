namespace ModelGate.GitHub.Api;

/// <summary>How patient the client is.</summary>
public sealed record GitHubClientOptions
{
    /// <summary>For one attempt's whole answer; then it is tried again.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Where GitHub asks to wait longer than this, the request fails as <see cref="GitHubProblem.RateLimited"/>.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Attempts after the first one.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>Between two writes: GitHub asks for a second, and limits 80 pieces of content a minute.</summary>
    public TimeSpan BetweenWrites { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Of 100 entries each.</summary>
    public int MostPages { get; init; } = 100;
}
