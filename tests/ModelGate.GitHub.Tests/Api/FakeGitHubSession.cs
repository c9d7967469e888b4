using ModelGate.GitHub.Api;
using ModelGate.GitHub.Tests.Fakes;

namespace ModelGate.GitHub.Tests.Api;

/// <summary>A fake GitHub and a client of it, for one test.</summary>
public sealed class FakeGitHubSession : IAsyncDisposable
{
    private readonly HttpClient _http = GitHubClient.CreateHttpClient();

    private FakeGitHubSession(FakeGitHub fake, GitHubClientOptions? options) => (Fake, Client) = (fake, fake.Client(_http, options));

    public FakeGitHub Fake { get; }

    public GitHubClient Client { get; }

    /// <summary>The token of the running test.</summary>
    public CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<FakeGitHubSession> StartAsync(GitHubClientOptions? options = null) =>
        new(await FakeGitHub.StartAsync(), options);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _http.Dispose();
        await Fake.DisposeAsync();
    }
}
