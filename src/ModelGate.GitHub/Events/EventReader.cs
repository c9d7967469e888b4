using System.Globalization;
using System.Text.RegularExpressions;
using ModelGate.Models.Diagnostics;

namespace ModelGate.GitHub.Events;

/// <summary>Makes an event of its name and payload.</summary>
/// <param name="name"><c>GITHUB_EVENT_NAME</c>.</param>
/// <param name="sha"><c>GITHUB_SHA</c>.</param>
/// <param name="reference"><c>GITHUB_REF</c>.</param>
internal sealed partial class EventReader(string file, string name, string sha, string reference)
{
    /// <exception cref="DiagnosticException">QG1013: the payload lacks what this event must have.</exception>
    public WorkflowEvent Read(EventPayload payload) => name switch
    {
        "pull_request" or "pull_request_target" or "pull_request_review" or "pull_request_review_comment" => PullRequest(payload),
        "merge_group" => MergeGroup(payload.MergeGroup),
        "push" => new WorkflowEvent.Push(Sha(sha, "GITHUB_SHA"), reference, Before(payload.Before)),
        "workflow_run" => new WorkflowEvent.WorkflowRun(MeasuringRun(payload)),
        _ => new WorkflowEvent.OnCommit(Sha(sha, "GITHUB_SHA"), reference, name),
    };

    private WorkflowEvent.PullRequest PullRequest(EventPayload payload)
    {
        PullRequestPayload pull = payload.PullRequest ?? throw Lacks("pull_request");
        bool isFork = IsForeign(pull.Head?.Repo, payload.Repository);

        // That event runs with the base's rights on whatever was checked out: a fork's code could have written the record.
        if (isFork && name == "pull_request_target")
        {
            throw new DiagnosticException(
                "QG1014", new SourcePoint(file), "A fork's pull request is not published from 'pull_request_target'.",
                "Measure on 'pull_request' and publish from 'workflow_run'.");
        }

        string head = Sha(pull.Head?.Sha, "pull_request.head.sha");
        return new WorkflowEvent.PullRequest(
            pull.Number > 0 ? pull.Number : throw Lacks("pull_request.number"),
            head,
            pull.Head?.Ref ?? "",
            name == "pull_request_target" ? head : Sha(sha, "GITHUB_SHA"),
            Sha(pull.Base?.Sha, "pull_request.base.sha"),
            pull.Base?.Ref ?? throw Lacks("pull_request.base.ref"),
            isFork,
            payload.Action == "labeled" ? payload.Label?.Name : null);
    }

    private WorkflowEvent.MergeGroup MergeGroup(MergeGroupPayload? group)
    {
        if (group is null) throw Lacks("merge_group");
        Match queued = QueueBranch().Match(group.HeadRef ?? "");
        return new WorkflowEvent.MergeGroup(
            Sha(group.HeadSha, "merge_group.head_sha"),
            Sha(group.BaseSha, "merge_group.base_sha"),
            group.BaseRef ?? throw Lacks("merge_group.base_ref"),
            queued.Success ? int.Parse(queued.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null);
    }

    private MeasuringRun MeasuringRun(EventPayload payload)
    {
        WorkflowRunPayload run = payload.WorkflowRun ?? throw Lacks("workflow_run");
        return new MeasuringRun(
            run.Id > 0 ? run.Id : throw Lacks("workflow_run.id"),
            run.RunAttempt ?? 1,
            Sha(run.HeadSha, "workflow_run.head_sha"),
            run.HeadBranch,
            run.Event ?? throw Lacks("workflow_run.event"),
            run.HeadRepository?.Id,
            IsForeign(run.HeadRepository, payload.Repository),
            run.CreatedAt,
            run.HtmlUrl,
            [.. from pull in run.PullRequests ?? [] where pull.Head?.Sha == run.HeadSha select pull.Number]);
    }

    /// <summary>By id: a name can be given to another repository later. A repository that is gone is a fork's.</summary>
    private bool IsForeign(RepositoryPayload? head, RepositoryPayload? repository) =>
        (repository ?? throw Lacks("repository")).Id is var id && (head is null || head.Id != id || id == 0);

    private string Sha(string? value, string place) =>
        value is not null && Hash().IsMatch(value) ? value : throw Lacks(place);

    private static string? Before(string? sha) => sha is null || !Hash().IsMatch(sha) || sha.All(digit => digit == '0') ? null : sha;

    private DiagnosticException Lacks(string place) => new(
        "QG1013", new SourcePoint(file), $"The event '{name}' has no '{place}' of the form that GitHub writes.",
        "Let GITHUB_EVENT_NAME, GITHUB_EVENT_PATH and GITHUB_SHA be what the runner set.");

    [GeneratedRegex("^([0-9a-f]{40}|[0-9a-f]{64})$")]
    private static partial Regex Hash();

    /// <summary>Such as <c>refs/heads/gh-readonly-queue/main/pr-12-0123…</c>.</summary>
    [GeneratedRegex("^refs/heads/gh-readonly-queue/.+/pr-([1-9][0-9]{0,8})-[0-9a-f]{40,64}$")]
    private static partial Regex QueueBranch();
}
