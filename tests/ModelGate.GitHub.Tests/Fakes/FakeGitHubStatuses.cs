using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ModelGate.GitHub.Tests.Fakes;

public sealed record FakeStatus(long Id, string Sha, string State, string Context, string? Description, string? TargetUrl);

/// <summary>Commit statuses, each as it was set.</summary>
public sealed class FakeGitHubStatuses(FakeGitHub fake)
{
    private const int MostDescription = 140;

    private static readonly string[] States = ["error", "failure", "pending", "success"];

    private readonly List<FakeStatus> _statuses = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<FakeStatus> All
    {
        get
        {
            lock (fake.Gate) return [.. _statuses];
        }
    }

    internal void Map(RouteGroupBuilder repository) =>
        repository.MapPost("/statuses/{sha}", (string sha, JsonObject body) => Create(sha, body));

    private IResult Create(string sha, JsonObject body)
    {
        if (!fake.Rights.Statuses) return FakeAnswers.NoRights;
        string? state = (string?)body["state"], description = (string?)body["description"];
        if (!States.Contains(state)) return FakeAnswers.Invalid("Status", "state", $"{state} is no state");
        if (description?.Length > MostDescription)
        {
            return FakeAnswers.Invalid("Status", "description", $"is too long (maximum is {MostDescription} characters)");
        }

        lock (fake.Gate)
        {
            FakeStatus status = new(
                7000 + _statuses.Count, sha, state!, (string?)body["context"] ?? "default", description, (string?)body["target_url"]);
            _statuses.Add(status);
            return FakeAnswers.Json(
                new JsonObject
                {
                    ["id"] = status.Id, ["node_id"] = "S_1", ["state"] = status.State, ["context"] = status.Context,
                    ["description"] = status.Description, ["target_url"] = status.TargetUrl,
                    ["creator"] = FakeAnswers.User(fake.TokenLogin),
                    ["created_at"] = FakeAnswers.Time(fake.Clock.GetUtcNow()),
                },
                201);
        }
    }
}
