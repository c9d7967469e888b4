using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ModelGate.GitHub.Tests.Fakes;

/// <summary>Events of issues: labels set and taken off, among others.</summary>
public sealed class FakeGitHubLabels(FakeGitHub fake)
{
    private readonly List<(int Issue, JsonObject Event)> _events = [];

    /// <param name="login">Null: the account was deleted.</param>
    public void Set(int issue, string label, string? login) => Add(issue, "labeled", label, login);

    /// <param name="login">Null: the account was deleted.</param>
    public void TakeOff(int issue, string label, string? login) => Add(issue, "unlabeled", label, login);

    /// <summary>An event that is about no label.</summary>
    public void Rename(int issue, string? login) => Add(issue, "renamed", null, login);

    internal void Map(RouteGroupBuilder repository) => repository.MapGet("/issues/{issue:int}/events", (HttpContext context, int issue) =>
    {
        lock (fake.Gate)
        {
            return FakeAnswers.Page(context, [.. _events.Where(one => one.Issue == issue).Select(one => one.Event.DeepClone())]);
        }
    });

    private void Add(int issue, string kind, string? label, string? login)
    {
        lock (fake.Gate)
        {
            JsonObject one = new()
            {
                ["id"] = 8000 + _events.Count, ["event"] = kind, ["actor"] = FakeAnswers.User(login), ["commit_id"] = null,
                ["created_at"] = FakeAnswers.Time(fake.Clock.GetUtcNow()),
            };
            if (label is not null) one["label"] = new JsonObject { ["name"] = label, ["color"] = "d73a4a" };
            _events.Add((issue, one));
        }
    }
}
