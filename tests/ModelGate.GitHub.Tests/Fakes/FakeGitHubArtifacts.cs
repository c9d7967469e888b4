using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ModelGate.GitHub.Tests.Fakes;

/// <param name="Archive">The zip's bytes.</param>
public sealed record FakeArtifact(long Id, string Name, byte[] Archive, FakeRun Run)
{
    public bool IsExpired { get; init; }

    /// <summary>Null: an artifact from before GitHub stated digests.</summary>
    public string? Digest { get; init; } = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Archive))}";

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Artifacts of workflow runs; their bytes lie on another host, which wants no token.</summary>
public sealed class FakeGitHubArtifacts(FakeGitHub fake)
{
    private readonly List<FakeArtifact> _artifacts = [];

    public FakeArtifact Add(string name, byte[] archive, FakeRun run, Func<FakeArtifact, FakeArtifact>? change = null)
    {
        lock (fake.Gate)
        {
            FakeArtifact artifact = new(6000 + _artifacts.Count, name, archive, run) { CreatedAt = fake.Clock.GetUtcNow() };
            _artifacts.Add(change is null ? artifact : change(artifact));
            return _artifacts[^1];
        }
    }

    internal void Map(RouteGroupBuilder repository, WebApplication app)
    {
        repository.MapGet("/actions/artifacts", (HttpContext context) => List(context, _ => true));
        repository.MapGet("/actions/runs/{run:long}/artifacts", (HttpContext context, long run) =>
            List(context, artifact => artifact.Run.Id == run));
        repository.MapGet("/actions/artifacts/{id:long}/zip", (long id) => Find(id) switch
        {
            null => FakeAnswers.NotFound,
            { IsExpired: true } => FakeAnswers.Refuse(410, "Artifact has expired"),
            _ => Results.Redirect(new Uri(fake.Storage, $"/storage/{id}?signature=of-a-minute").AbsoluteUri),
        });
        app.MapGet("/storage/{id:long}", (HttpContext context, long id) => context.Request.Headers.Authorization.Count > 0
            ? Results.Text("Authentication information is not given in the correct format.", statusCode: 400)
            : Find(id) is { } artifact ? Results.Bytes(artifact.Archive, "application/zip") : Results.NotFound());
    }

    private FakeArtifact? Find(long id)
    {
        lock (fake.Gate) return _artifacts.Find(artifact => artifact.Id == id);
    }

    private IResult List(HttpContext context, Func<FakeArtifact, bool> isMeant)
    {
        string? name = context.Request.Query["name"];
        lock (fake.Gate)
        {
            IEnumerable<FakeArtifact> found = _artifacts.Where(one => isMeant(one) && (name is null || one.Name == name)).Reverse();
            return FakeAnswers.Page(context, [.. found.Select(Json)], "artifacts");
        }
    }

    private JsonObject Json(FakeArtifact artifact) => new()
    {
        ["id"] = artifact.Id,
        ["name"] = artifact.Name,
        ["size_in_bytes"] = artifact.Archive.Length,
        ["archive_download_url"] = $"{fake.Api}/repos/{fake.Name}/actions/artifacts/{artifact.Id}/zip",
        ["expired"] = artifact.IsExpired,
        ["created_at"] = FakeAnswers.Time(artifact.CreatedAt),
        ["digest"] = artifact.Digest,
        ["workflow_run"] = new JsonObject
        {
            ["id"] = artifact.Run.Id, ["repository_id"] = 1, ["head_repository_id"] = artifact.Run.HeadRepositoryId,
            ["head_branch"] = artifact.Run.HeadBranch, ["head_sha"] = artifact.Run.HeadSha,
        },
    };
}
