using ModelGate.GitHub.Api;
using ModelGate.GitHub.Events;

namespace ModelGate.GitHub.Publishing;

/// <summary>The pull request that a run belongs to.</summary>
internal sealed class PullRequestFinder(IGitHub github, WorkflowContext context)
{
    /// <summary>Open pull requests looked at where nothing else names one; each hundred is a request.</summary>
    private const int MostOpen = 1000;

    /// <param name="claimed">A number that an artifact claims; null where it claims none. Believed only where the head agrees.</param>
    /// <returns>Null where the run belongs to none.</returns>
    public Task<PullRequest?> FindAsync(int? claimed, CancellationToken cancel) => context.Event switch
    {
        WorkflowEvent.PullRequest pull => github.FindPullRequestAsync(pull.Number, cancel),
        WorkflowEvent.MergeGroup => Task.FromResult<PullRequest?>(null),
        WorkflowEvent.WorkflowRun run when run.Measured.Event is not "pull_request" => Task.FromResult<PullRequest?>(null),
        WorkflowEvent.WorkflowRun run => OfRunAsync(run.Measured, claimed, cancel),
        _ => OfCommitAsync(context.Event.HeadSha, context.RepositoryId, cancel),
    };

    private async Task<PullRequest?> OfRunAsync(MeasuringRun run, int? claimed, CancellationToken cancel)
    {
        foreach (int number in run.PullRequests.Append(claimed ?? 0).Where(number => number > 0).Distinct())
        {
            PullRequest? named = await github.FindPullRequestAsync(number, cancel);
            if (named is not null && IsOf(named, run.HeadSha, run.HeadRepositoryId)) return named;
        }

        if (await OfCommitAsync(run.HeadSha, run.HeadRepositoryId, cancel) is { } found) return found;
        await foreach (PullRequest open in github.ListOpenPullRequestsAsync(cancel).Take(MostOpen))
        {
            if (IsOf(open, run.HeadSha, run.HeadRepositoryId)) return open;
        }

        return null;
    }

    private async Task<PullRequest?> OfCommitAsync(string sha, long? headRepository, CancellationToken cancel) =>
        (await github.ListPullRequestsOfCommitAsync(sha, cancel)).FirstOrDefault(pull => IsOf(pull, sha, headRepository));

    /// <summary>Its head is this commit now, in the same repository; a later push makes the report another's.</summary>
    private static bool IsOf(PullRequest pull, string sha, long? headRepository) =>
        pull.IsOpen && pull.Head.Sha == sha && pull.Head.Repo?.Id == headRepository;
}
