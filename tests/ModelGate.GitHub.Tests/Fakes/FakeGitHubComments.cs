using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ModelGate.GitHub.Tests.Fakes;

/// <param name="Login">Null: the account was deleted.</param>
public sealed record FakeComment(long Id, int Issue, string? Login, string Body, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>Conversations of issues and pull requests.</summary>
public sealed class FakeGitHubComments(FakeGitHub fake)
{
    public const int MostCharacters = 65_536;

    private readonly List<FakeComment> _comments = [];
    private readonly HashSet<int> _locked = [];
    private long _lastId = 1000;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<FakeComment> Of(int issue)
    {
        lock (fake.Gate) return [.. _comments.Where(comment => comment.Issue == issue)];
    }

    public FakeComment Add(int issue, string? login, string body)
    {
        lock (fake.Gate)
        {
            DateTimeOffset now = fake.Clock.GetUtcNow();
            _comments.Add(new(++_lastId, issue, login, body, now, now));
            return _comments[^1];
        }
    }

    public void Delete(long id)
    {
        lock (fake.Gate) _comments.RemoveAll(comment => comment.Id == id);
    }

    /// <summary>The conversation takes no more comments.</summary>
    public void Lock(int issue)
    {
        lock (fake.Gate) _locked.Add(issue);
    }

    internal void Map(RouteGroupBuilder repository)
    {
        repository.MapGet("/issues/{issue:int}/comments", (HttpContext context, int issue) =>
            FakeAnswers.Page(context, [.. Of(issue).Select(Json)]));
        repository.MapPost("/issues/{issue:int}/comments", (int issue, JsonObject body) => Create(issue, body));
        repository.MapPatch("/issues/comments/{id:long}", (long id, JsonObject body) => Update(id, body));
        repository.MapDelete("/issues/comments/{id:long}", Remove);
    }

    private IResult Create(int issue, JsonObject body)
    {
        if (Refuse(body) is { } refused) return refused;
        lock (fake.Gate)
        {
            if (_locked.Contains(issue)) return FakeAnswers.Refuse(403, "Unable to create comment because issue is locked.");
        }

        return FakeAnswers.Json(Json(Add(issue, fake.TokenLogin, (string)body["body"]!)), 201);
    }

    private IResult Update(long id, JsonObject body)
    {
        if (Refuse(body) is { } refused) return refused;
        lock (fake.Gate)
        {
            int index = _comments.FindIndex(comment => comment.Id == id);
            if (index < 0) return FakeAnswers.NotFound;
            _comments[index] = _comments[index] with { Body = (string)body["body"]!, UpdatedAt = fake.Clock.GetUtcNow() };
            return FakeAnswers.Json(Json(_comments[index]));
        }
    }

    private IResult Remove(long id)
    {
        if (!fake.Rights.Comments) return FakeAnswers.NoRights;
        lock (fake.Gate) return _comments.RemoveAll(comment => comment.Id == id) > 0 ? Results.NoContent() : FakeAnswers.NotFound;
    }

    private IResult? Refuse(JsonObject body)
    {
        if (!fake.Rights.Comments) return FakeAnswers.NoRights;
        return (string?)body["body"] switch
        {
            null or "" => FakeAnswers.Invalid("IssueComment", "body", "Body can't be blank"),
            { Length: > MostCharacters } => FakeAnswers.Invalid(
                "IssueComment", "data", $"Body is too long (maximum is {MostCharacters} characters)"),
            _ => null,
        };
    }

    private JsonObject Json(FakeComment comment) => new()
    {
        ["id"] = comment.Id,
        ["node_id"] = $"IC_{comment.Id}",
        ["html_url"] = $"https://github.example/{fake.Name}/pull/{comment.Issue}#issuecomment-{comment.Id}",
        ["body"] = comment.Body,
        ["user"] = FakeAnswers.User(comment.Login),
        ["created_at"] = FakeAnswers.Time(comment.CreatedAt),
        ["updated_at"] = FakeAnswers.Time(comment.UpdatedAt),
        ["author_association"] = "NONE",
        ["performed_via_github_app"] = null,
    };
}
