namespace ModelGate.GitHub.Api;

/// <param name="What">Completes "GitHub did not …" in a message.</param>
/// <param name="Target">Below the API's address, without a slash in front; parts escaped. Absolute for a further page.</param>
/// <param name="Body">JSON; null for none.</param>
/// <param name="MostBytes">Of the answer's body.</param>
internal sealed record GitHubRequest(
    HttpMethod Method, string What, string Target, byte[]? Body = null, string Accept = GitHubRequest.Json,
    int MostBytes = GitHubRequest.MostJsonBytes)
{
    public const string Json = "application/vnd.github+json";
    public const string Raw = "application/vnd.github.raw+json";

    /// <summary>A page of 100 comments of 65,536 characters fits.</summary>
    public const int MostJsonBytes = 64 << 20;

    public static GitHubRequest Get(string what, string target) => new(HttpMethod.Get, what, target);

    public bool IsWrite => Method != HttpMethod.Get;
}
