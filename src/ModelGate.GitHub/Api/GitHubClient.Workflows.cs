using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace ModelGate.GitHub.Api;

public sealed partial class GitHubClient
{
    private const string Sha256 = "sha256:";

    public Task<WorkflowRun?> FindWorkflowRunAsync(long id, CancellationToken cancel) => _transport.FindAsync(
        GitHubRequest.Get($"show workflow run {id}", $"{Root}/actions/runs/{id}"), GitHubJson.Default.WorkflowRun, cancel);

    public IAsyncEnumerable<Artifact> ListArtifactsAsync(string name, CancellationToken cancel) =>
        ArtifactsAsync($"{Root}/actions/artifacts", name, cancel);

    public async Task<IReadOnlyList<Artifact>> ListRunArtifactsAsync(long run, string name, CancellationToken cancel)
    {
        List<Artifact> artifacts = [];
        await foreach (Artifact artifact in ArtifactsAsync($"{Root}/actions/runs/{run}/artifacts", name, cancel)) artifacts.Add(artifact);
        return artifacts;
    }

    public async Task<byte[]?> DownloadArtifactAsync(Artifact artifact, int mostBytes, CancellationToken cancel)
    {
        GitHubRequest request = GitHubRequest.Get(
            $"give the artifact '{artifact.Name}'", $"{Root}/actions/artifacts/{artifact.Id}/zip") with { MostBytes = mostBytes };
        byte[] archive;
        try
        {
            GitHubAnswer answer = await _transport.SendAsync(request, cancel);
            archive = answer.Location is { } storage ? await FollowAsync(request, storage, cancel) : answer.Body;
        }
        catch (GitHubException absent) when (absent.Problem is GitHubProblem.NotFound)
        {
            return null;
        }

        bool isDifferent = artifact.Digest is { } digest && digest.StartsWith(Sha256, StringComparison.Ordinal)
            && !digest[Sha256.Length..].Equals(Convert.ToHexString(SHA256.HashData(archive)), StringComparison.OrdinalIgnoreCase);
        return isDifferent
            ? throw new GitHubException(new GitHubProblem.Unreadable($"The artifact '{artifact.Name}' does not match its digest."))
            : archive;
    }

    public async Task<byte[]?> FindFileAsync(string path, string reference, int mostBytes, CancellationToken cancel)
    {
        string escaped = string.Join('/', path.Split('/').Select(Escape));
        GitHubRequest request = GitHubRequest.Get(
            $"give {path} at {reference}", $"{Root}/contents/{escaped}?ref={Escape(reference)}") with
        {
            Accept = GitHubRequest.Raw,
            MostBytes = mostBytes,
        };
        try
        {
            GitHubAnswer answer = await _transport.SendAsync(request, cancel);
            // A folder's entries come as JSON, whatever was asked for.
            return answer.Type?.MediaType == "application/json" ? null : answer.Body;
        }
        catch (GitHubException absent) when (absent.Problem is GitHubProblem.NotFound)
        {
            return null;
        }
    }

    /// <summary>Storage is on another host and its address is itself a secret: the token stays here, the address in no message.</summary>
    private async Task<byte[]> FollowAsync(GitHubRequest request, Uri storage, CancellationToken cancel)
    {
        bool isSafe = storage.Scheme == Uri.UriSchemeHttps
            || (storage.Scheme == Uri.UriSchemeHttp && connection.Api.Scheme == Uri.UriSchemeHttp);
        if (!isSafe) throw Elsewhere(request);
        GitHubAnswer answer = await _transport.SendAsync(request with { Target = storage.AbsoluteUri, Accept = "*/*" }, cancel);
        return answer.Location is null ? answer.Body : throw Elsewhere(request);
    }

    private static GitHubException Elsewhere(GitHubRequest request) =>
        new(new GitHubProblem.Unreadable($"GitHub leads to an address that is not followed; asked to {request.What}."));

    private async IAsyncEnumerable<Artifact> ArtifactsAsync(string target, string name, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (ArtifactPage page in _transport.PagesAsync(
            GitHubRequest.Get($"list the artifacts '{name}'", $"{target}?name={Escape(name)}&per_page=100"),
            GitHubJson.Default.ArtifactPage, cancel))
        {
            foreach (Artifact artifact in page.Artifacts) yield return artifact;
        }
    }
}
