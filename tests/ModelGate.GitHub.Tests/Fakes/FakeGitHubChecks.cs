using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ModelGate.GitHub.Tests.Fakes;

/// <summary>A check run as it stands.</summary>
/// <param name="Fields">As they were sent last, without the annotations.</param>
/// <param name="Annotations">All that were added.</param>
public sealed record FakeCheckRun(long Id, JsonObject Fields, IReadOnlyList<JsonObject> Annotations)
{
    public string Name => (string)Fields["name"]!;

    public string HeadSha => (string)Fields["head_sha"]!;

    public string? ExternalId => (string?)Fields["external_id"];

    public string? Conclusion => (string?)Fields["conclusion"];

    public string Status => (string?)Fields["status"] ?? "queued";

    public string? Title => (string?)Fields["output"]?["title"];

    public string? Summary => (string?)Fields["output"]?["summary"];

    public string? Text => (string?)Fields["output"]?["text"];
}

/// <summary>Check runs of all commits.</summary>
public sealed class FakeGitHubChecks(FakeGitHub fake)
{
    private readonly List<FakeCheckRun> _runs = [];
    private long _lastId = 5000;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<FakeCheckRun> All
    {
        get
        {
            lock (fake.Gate) return [.. _runs];
        }
    }

    internal void Map(RouteGroupBuilder repository)
    {
        repository.MapPost("/check-runs", (JsonObject body) => Create(body));
        repository.MapPatch("/check-runs/{id:long}", (long id, JsonObject body) => Update(id, body));
        repository.MapGet("/check-runs/{id:long}", (long id) =>
            All.FirstOrDefault(run => run.Id == id) is { } run ? FakeAnswers.Json(Json(run)) : FakeAnswers.NotFound);
        repository.MapGet("/commits/{reference}/check-runs", List);
    }

    private IResult Create(JsonObject body)
    {
        if (!fake.Rights.Checks) return FakeAnswers.NoRights;
        if (FakeCheckRules.Refuse(body, isNew: true) is { } refused) return refused;
        lock (fake.Gate)
        {
            FakeCheckRun run = Merge(new(++_lastId, [], []), body);
            _runs.Add(run);
            return FakeAnswers.Json(Json(run), 201);
        }
    }

    private IResult Update(long id, JsonObject body)
    {
        if (!fake.Rights.Checks) return FakeAnswers.NoRights;
        if (FakeCheckRules.Refuse(body, isNew: false) is { } refused) return refused;
        lock (fake.Gate)
        {
            int index = _runs.FindIndex(run => run.Id == id);
            if (index < 0) return FakeAnswers.NotFound;
            _runs[index] = Merge(_runs[index], body);
            return FakeAnswers.Json(Json(_runs[index]));
        }
    }

    private IResult List(HttpContext context, string reference)
    {
        string? name = context.Request.Query["check_name"];
        bool onlyLatest = context.Request.Query["filter"] != "all";
        IEnumerable<FakeCheckRun> found = All.Where(run => run.HeadSha == reference && (name is null || run.Name == name)).Reverse();
        if (onlyLatest) found = found.DistinctBy(run => run.Name);
        return FakeAnswers.Page(context, [.. found.Select(Json)], "check_runs");
    }

    /// <summary>What is sent takes the old's place; annotations are added.</summary>
    private static FakeCheckRun Merge(FakeCheckRun run, JsonObject body)
    {
        JsonObject fields = (JsonObject)run.Fields.DeepClone();
        List<JsonObject> annotations = [.. run.Annotations];
        foreach ((string key, JsonNode? value) in body)
        {
            if (key != "output") fields[key] = value?.DeepClone();
        }

        if (body["conclusion"] is not null) fields["status"] = "completed";
        if (body["output"] is JsonObject output)
        {
            JsonObject shown = (JsonObject?)fields["output"] ?? [];
            foreach ((string key, JsonNode? value) in output)
            {
                if (key != "annotations") shown[key] = value?.DeepClone();
            }

            annotations.AddRange((output["annotations"] as JsonArray ?? []).Select(one => (JsonObject)one!.DeepClone()));
            fields["output"] = shown;
        }

        return run with { Fields = fields, Annotations = annotations };
    }

    private JsonObject Json(FakeCheckRun run) => new()
    {
        ["id"] = run.Id,
        ["node_id"] = $"CR_{run.Id}",
        ["name"] = run.Name,
        ["head_sha"] = run.HeadSha,
        ["external_id"] = run.ExternalId,
        ["status"] = run.Status,
        ["conclusion"] = run.Conclusion,
        ["html_url"] = $"https://github.example/{fake.Name}/runs/{run.Id}",
        ["details_url"] = (string?)run.Fields["details_url"],
        ["started_at"] = (string?)run.Fields["started_at"],
        ["completed_at"] = (string?)run.Fields["completed_at"],
        ["output"] = new JsonObject
        {
            ["title"] = run.Title, ["summary"] = run.Summary, ["text"] = run.Text, ["annotations_count"] = run.Annotations.Count,
            ["annotations_url"] = $"{fake.Api}/repos/{fake.Name}/check-runs/{run.Id}/annotations",
        },
        ["check_suite"] = new JsonObject { ["id"] = 5 },
        ["app"] = new JsonObject { ["id"] = 15368, ["slug"] = "github-actions", ["name"] = "GitHub Actions" },
        ["pull_requests"] = new JsonArray(),
    };
}
