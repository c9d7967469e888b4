using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ModelGate.GitHub.Tests.Fakes;

/// <summary>A pull request; as it stands, of a branch of the repository itself.</summary>
public sealed record FakePull(int Number, string HeadSha)
{
    public string HeadRef { get; init; } = "change";

    /// <summary>Another one than the fake's is a fork; null is a fork that was deleted.</summary>
    public string? HeadRepository { get; init; } = FakeGitHub.DefaultRepository;

    public string BaseSha { get; init; } = new('b', 40);

    public string BaseRef { get; init; } = "main";

    public bool IsOpen { get; init; } = true;

    /// <summary>Null: the account was deleted.</summary>
    public string? Login { get; init; } = "contributor";

    public string? MergeCommitSha { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];
}

public sealed class FakeGitHubPulls(FakeGitHub fake)
{
    private readonly List<FakePull> _pulls = [];

    /// <summary>Adds it, or replaces the one of its number.</summary>
    public FakePull Set(FakePull pull)
    {
        lock (fake.Gate)
        {
            _pulls.RemoveAll(one => one.Number == pull.Number);
            _pulls.Add(pull);
            return pull;
        }
    }

    internal void Map(RouteGroupBuilder repository)
    {
        repository.MapGet("/pulls/{number:int}", (int number) =>
            All.FirstOrDefault(pull => pull.Number == number) is { } pull ? FakeAnswers.Json(Json(pull)) : FakeAnswers.NotFound);
        repository.MapGet("/pulls", (HttpContext context) =>
            FakeAnswers.Page(context, [.. All.Where(pull => pull.IsOpen).Reverse().Select(Json)]));
        // The heads of forks lie in another repository.
        repository.MapGet("/commits/{sha}/pulls", (HttpContext context, string sha) => FakeAnswers.Page(context,
        [
            .. All.Where(pull => pull.MergeCommitSha == sha || (pull.HeadSha == sha && !IsFork(pull))).Select(Json),
        ]));
    }

    private IReadOnlyList<FakePull> All
    {
        get
        {
            lock (fake.Gate) return [.. _pulls];
        }
    }

    internal static long RepositoryId(string name) => name == FakeGitHub.DefaultRepository ? 1 : 2 + name.Sum(c => c);

    private static bool IsFork(FakePull pull) => pull.HeadRepository != FakeGitHub.DefaultRepository;

    private JsonObject Json(FakePull pull) => new()
    {
        ["id"] = 9000 + pull.Number,
        ["number"] = pull.Number,
        ["state"] = pull.IsOpen ? "open" : "closed",
        ["title"] = $"Change {pull.Number}",
        ["user"] = FakeAnswers.User(pull.Login),
        ["html_url"] = $"https://github.example/{fake.Name}/pull/{pull.Number}",
        ["labels"] = new JsonArray([.. pull.Labels.Select(name => new JsonObject { ["id"] = 3, ["name"] = name, ["color"] = "d73a4a" })]),
        ["merge_commit_sha"] = pull.MergeCommitSha,
        ["merged_at"] = null,
        ["draft"] = false,
        ["head"] = new JsonObject
        {
            ["label"] = $"someone:{pull.HeadRef}", ["ref"] = pull.HeadRef, ["sha"] = pull.HeadSha, ["user"] = FakeAnswers.User(pull.Login),
            ["repo"] = pull.HeadRepository is { } head ? FakeAnswers.Repository(RepositoryId(head), head, "main", IsFork(pull)) : null,
        },
        ["base"] = new JsonObject
        {
            ["label"] = $"{fake.Name.Owner}:{pull.BaseRef}", ["ref"] = pull.BaseRef, ["sha"] = pull.BaseSha,
            ["repo"] = FakeAnswers.Repository(1, fake.Name.ToString(), fake.DefaultBranch),
        },
    };
}
