using System.Runtime.CompilerServices;

namespace ModelGate.GitHub.Api;

public sealed partial class GitHubClient
{
    public Task<PullRequest?> FindPullRequestAsync(int number, CancellationToken cancel) => _transport.FindAsync(
        GitHubRequest.Get($"show pull request #{number}", $"{Root}/pulls/{number}"), GitHubJson.Default.PullRequest, cancel);

    public async Task<IReadOnlyList<PullRequest>> ListPullRequestsOfCommitAsync(string sha, CancellationToken cancel)
    {
        List<PullRequest> pulls = [];
        await foreach (IReadOnlyList<PullRequest> page in _transport.PagesAsync(
            GitHubRequest.Get($"list the pull requests of {sha}", $"{Root}/commits/{Escape(sha)}/pulls?per_page=100"),
            GitHubJson.Default.IReadOnlyListPullRequest, cancel))
        {
            pulls.AddRange(page);
        }

        return pulls;
    }

    public async IAsyncEnumerable<PullRequest> ListOpenPullRequestsAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (IReadOnlyList<PullRequest> page in _transport.PagesAsync(
            GitHubRequest.Get("list the open pull requests", $"{Root}/pulls?state=open&sort=updated&direction=desc&per_page=100"),
            GitHubJson.Default.IReadOnlyListPullRequest, cancel))
        {
            foreach (PullRequest pull in page) yield return pull;
        }
    }

    public async Task<IReadOnlyList<LabelEvent>> ListLabelEventsAsync(int issue, CancellationToken cancel)
    {
        List<LabelEvent> events = [];
        await foreach (IReadOnlyList<IssueEventAnswer> page in _transport.PagesAsync(
            GitHubRequest.Get($"list the events of #{issue}", $"{Root}/issues/{issue}/events?per_page=100"),
            GitHubJson.Default.IReadOnlyListIssueEventAnswer, cancel))
        {
            events.AddRange(
                from one in page
                where one.Event is "labeled" or "unlabeled" && one.Label?.Name is not null
                select new LabelEvent(one.Label!.Name!, one.Event == "labeled", one.Actor, one.CreatedAt));
        }

        return events;
    }
}
