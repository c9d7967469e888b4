using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ModelGate.GitHub.Api;

/// <summary>
/// GitHub's REST interface for one repository. Rate limits are waited for, lost connections and 5xx repeated, writes sent one after the
/// other; what a lost answer leaves in doubt is looked for before it is repeated.
/// </summary>
/// <param name="http">As <see cref="CreateHttpClient"/> makes it: redirections must come back here, not be followed with the token.</param>
public sealed partial class GitHubClient(
    HttpClient http, GitHubConnection connection, TimeProvider clock, GitHubClientOptions? options = null) : IGitHub, IDisposable
{
    private readonly GitHubTransport _transport = new(http, connection, options ?? new(), clock);

    public RepositoryName Repository => connection.Repository;

    private string Root => $"repos/{Repository.Owner}/{Repository.Name}";

    /// <summary>No redirections, no cookies, and no time limit but the client's own.</summary>
    public static HttpClient CreateHttpClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public Task<GitHubRepository> GetRepositoryAsync(CancellationToken cancel) => _transport.SendAsync(
        GitHubRequest.Get("show the repository", Root), GitHubJson.Default.GitHubRepository, cancel);

    public async Task<GitHubUser?> FindTokenUserAsync(CancellationToken cancel)
    {
        try
        {
            return await _transport.SendAsync(
                GitHubRequest.Get("say whose token it is", "user"), GitHubJson.Default.GitHubUser, cancel);
        }
        catch (GitHubException refused) when (refused.Problem is GitHubProblem.Forbidden)
        {
            return null;
        }
    }

    public async Task<RepositoryPermission> GetPermissionAsync(string login, CancellationToken cancel)
    {
        PermissionAnswer? answer = await _transport.FindAsync(
            GitHubRequest.Get($"say what {login} may do", $"{Root}/collaborators/{Escape(login)}/permission"),
            GitHubJson.Default.PermissionAnswer, cancel);
        return answer?.Permission switch
        {
            "admin" => RepositoryPermission.Admin,
            "write" => RepositoryPermission.Write,
            "read" => RepositoryPermission.Read,
            _ => RepositoryPermission.None,
        };
    }

    public void Dispose() => _transport.Dispose();

    private static byte[] Json<T>(T body, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(body, type);

    /// <summary>One part of an address. Dots alone would lead to another place.</summary>
    private static string Escape(string part) => part is "" or "." or ".."
        ? throw new ArgumentException($"'{part}' is no part of an address.", nameof(part)) : Uri.EscapeDataString(part);
}
