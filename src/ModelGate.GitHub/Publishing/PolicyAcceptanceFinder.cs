using ModelGate.Gate.PullRequests;
using ModelGate.GitHub.Api;
using ModelGate.GitHub.Events;

namespace ModelGate.GitHub.Publishing;

/// <summary>Whether somebody who may accepted the policy's changes of this head.</summary>
internal abstract record AcceptanceSearch
{
    private AcceptanceSearch()
    {
    }

    public sealed record Accepted(PolicyAcceptance By) : AcceptanceSearch;

    /// <param name="Why">Full sentence.</param>
    public sealed record NotAccepted(string Why) : AcceptanceSearch;
}

/// <summary>
/// Reads the label by which a maintainer accepts a loosened policy. It counts for the head that it was set on: a later push voids it. A
/// commit's own dates are its author's to choose, so they are not asked. GitHub says when the push was by the time it made the run that the
/// push started (which stays when a run is repeated), and a run started by setting the label carries the head that was labelled.
/// </summary>
internal sealed class PolicyAcceptanceFinder(IGitHub github, WorkflowContext context, PolicyPath policy)
{
    /// <param name="pull">Null where the run belongs to no pull request.</param>
    public async Task<AcceptanceSearch> FindAsync(PullRequest? pull, CancellationToken cancel)
    {
        if (context.Event is WorkflowEvent.MergeGroup { Number: { } queued }) pull = await github.FindPullRequestAsync(queued, cancel);
        if (pull is null) return No("There is no pull request that could carry the label.");
        if (pull.Labels?.Any(label => IsOurs(label.Name)) != true) return No($"The label '{PolicyAcceptance.Label}' is not set.");
        LabelEvent? last = (await github.ListLabelEventsAsync(pull.Number, cancel)).LastOrDefault(one => IsOurs(one.Label));
        if (last is not { IsSet: true, Actor: { } actor }) return No($"Nobody is known to have set the label '{PolicyAcceptance.Label}'.");
        if (actor.IsBot) return No($"The label was set by {actor.Login}, which is a bot.");
        if (await github.GetPermissionAsync(actor.Login, cancel) is not (RepositoryPermission.Write or RepositoryPermission.Admin))
        {
            return No($"The label was set by {actor.Login}, who has no write permission.");
        }

        return await WhyVoidAsync(pull, last.At, cancel) is { } why
            ? No(why)
            : new AcceptanceSearch.Accepted(new PolicyAcceptance(actor.Login, last.At));
    }

    /// <returns>Why the label does not count for this head; null where it does.</returns>
    private async Task<string?> WhyVoidAsync(PullRequest pull, DateTimeOffset labelled, CancellationToken cancel)
    {
        switch (context.Event)
        {
            case WorkflowEvent.PullRequest { LabelSet: { } label } when IsOurs(label):
                return null;
            case WorkflowEvent.MergeGroup:
                // A push takes a pull request out of the queue, so that its head is the one that passed with the label.
                return await HasPassedAsync(pull, cancel)
                    ? null
                    : $"The check '{policy.CheckName}' has not passed on the head of pull request {pull.Number}.";
        }

        DateTimeOffset? pushed = context.Event is WorkflowEvent.WorkflowRun run
            ? run.Measured.CreatedAt
            : (await github.FindWorkflowRunAsync(context.RunId, cancel))?.CreatedAt;
        return pushed is null ? "GitHub does not say when the head was pushed; the workflow needs 'actions: read'."
            : labelled < pushed ? "The label was set before the last push; set it again for what was pushed since."
            : null;
    }

    private async Task<bool> HasPassedAsync(PullRequest pull, CancellationToken cancel) =>
        (await github.ListCheckRunsAsync(pull.Head.Sha, policy.CheckName, cancel))
            .Any(run => run.Conclusion == "success" && run.ExternalId?.Contains(policy.Key, StringComparison.Ordinal) == true);

    private static bool IsOurs(string label) => string.Equals(label, PolicyAcceptance.Label, StringComparison.OrdinalIgnoreCase);

    private static AcceptanceSearch.NotAccepted No(string why) => new(why);
}
