using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace ModelGate.GitHub.Tests.Fakes;

/// <summary>A finished workflow run; as it stands, of a push to the default branch.</summary>
public sealed record FakeRun(long Id, string HeadSha)
{
    public string Event { get; init; } = "push";

    public string HeadBranch { get; init; } = "main";

    /// <summary>Another one than the fake's is a fork; null is a fork that was deleted.</summary>
    public string? HeadRepository { get; init; } = FakeGitHub.DefaultRepository;

    public string Path { get; init; } = ".github/workflows/quantgate.yml";

    public string? Conclusion { get; init; } = "success";

    public int Attempt { get; init; } = 1;

    public DateTimeOffset CreatedAt { get; init; } = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);

    internal long? HeadRepositoryId => HeadRepository is null ? null : FakeGitHubPulls.RepositoryId(HeadRepository);
}

public sealed class FakeGitHubRuns(FakeGitHub fake)
{
    private readonly List<FakeRun> _runs = [];

    /// <summary>Adds it, or replaces the one of its number.</summary>
    public FakeRun Add(FakeRun run)
    {
        lock (fake.Gate)
        {
            _runs.RemoveAll(one => one.Id == run.Id);
            _runs.Add(run);
        }

        return run;
    }

    internal void Map(RouteGroupBuilder repository) => repository.MapGet("/actions/runs/{id:long}", (long id) =>
    {
        lock (fake.Gate) return _runs.Find(run => run.Id == id) is { } run ? FakeAnswers.Json(Json(run)) : FakeAnswers.NotFound;
    });

    private JsonObject Json(FakeRun run) => new()
    {
        ["id"] = run.Id,
        ["name"] = "Gate",
        ["event"] = run.Event,
        ["status"] = run.Conclusion is null ? "in_progress" : "completed",
        ["conclusion"] = run.Conclusion,
        ["head_sha"] = run.HeadSha,
        ["head_branch"] = run.HeadBranch,
        ["path"] = run.Path,
        ["run_attempt"] = run.Attempt,
        ["created_at"] = FakeAnswers.Time(run.CreatedAt),
        ["html_url"] = $"https://github.example/{fake.Name}/actions/runs/{run.Id}",
        ["pull_requests"] = new JsonArray(),
        ["repository"] = FakeAnswers.Repository(1, fake.Name.ToString()),
        ["head_repository"] = run.HeadRepository is { } head
            ? FakeAnswers.Repository(FakeGitHubPulls.RepositoryId(head), head, fork: head != FakeGitHub.DefaultRepository) : null,
    };
}
