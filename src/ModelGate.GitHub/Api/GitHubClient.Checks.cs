namespace ModelGate.GitHub.Api;

public sealed partial class GitHubClient
{
    private const int AnnotationsPerRequest = 50;

    public async Task<CheckRun> CreateCheckRunAsync(NewCheckRun run, CancellationToken cancel)
    {
        CheckRunBody body = new()
        {
            Name = run.Name,
            HeadSha = run.HeadSha,
            ExternalId = run.ExternalId,
            Status = run.Conclusion is null ? CheckRunStatus.InProgress : CheckRunStatus.Completed,
            Conclusion = run.Conclusion,
            DetailsUrl = run.DetailsUrl,
            StartedAt = run.StartedAt,
            CompletedAt = run.CompletedAt,
            Output = Part(run.Output, 0),
        };
        CheckRun created = await _transport.SendOnceAsync(
            new(HttpMethod.Post, $"create the check run '{run.Name}'", $"{Root}/check-runs", Json(body, GitHubJson.Default.CheckRunBody)),
            GitHubJson.Default.CheckRun,
            async token => (await ListCheckRunsAsync(run.HeadSha, run.Name, token)).FirstOrDefault(one => one.ExternalId == run.ExternalId),
            cancel);
        return await AnnotateAsync(created, run.Output, cancel) ?? throw new GitHubException(new GitHubProblem.NotFound(
            $"The check run '{run.Name}' was gone before all its annotations were added."));
    }

    public async Task<CheckRun?> UpdateCheckRunAsync(CheckRun run, CheckRunUpdate update, CancellationToken cancel)
    {
        CheckRunBody body = new()
        {
            Name = update.Name,
            ExternalId = update.ExternalId,
            Conclusion = update.Conclusion,
            DetailsUrl = update.DetailsUrl,
            StartedAt = update.StartedAt,
            CompletedAt = update.CompletedAt,
            Output = Part(update.Output, 0),
        };
        return await PatchAsync(run, body, cancel) is { } changed ? await AnnotateAsync(changed, update.Output, cancel) : null;
    }

    public async Task<IReadOnlyList<CheckRun>> ListCheckRunsAsync(string reference, string name, CancellationToken cancel)
    {
        List<CheckRun> runs = [];
        await foreach (CheckRunPage page in _transport.PagesAsync(
            GitHubRequest.Get(
                $"list the check runs '{name}'",
                $"{Root}/commits/{Escape(reference)}/check-runs?check_name={Escape(name)}&filter=latest&per_page=100"),
            GitHubJson.Default.CheckRunPage, cancel))
        {
            runs.AddRange(page.CheckRuns);
        }

        return runs;
    }

    public Task<CommitStatus> CreateStatusAsync(string sha, NewCommitStatus status, CancellationToken cancel) => _transport.SendAsync(
        new(
            HttpMethod.Post, $"set the status '{status.Context}'", $"{Root}/statuses/{Escape(sha)}",
            Json(status, GitHubJson.Default.NewCommitStatus)),
        GitHubJson.Default.CommitStatus, cancel);

    /// <summary>Adds the annotations after the first request's.</summary>
    private async Task<CheckRun?> AnnotateAsync(CheckRun run, CheckRunOutput? output, CancellationToken cancel)
    {
        CheckRun? changed = run;
        for (int sent = AnnotationsPerRequest; changed is not null && sent < output?.Annotations.Count; sent += AnnotationsPerRequest)
        {
            changed = await PatchAsync(changed, new() { Output = Part(output, sent) }, cancel);
        }

        return changed;
    }

    /// <summary>Annotations are added, so that a lost answer's are counted before they are sent again.</summary>
    private async Task<CheckRun?> PatchAsync(CheckRun run, CheckRunBody body, CancellationToken cancel)
    {
        string target = $"{Root}/check-runs/{run.Id}";
        GitHubRequest request = new(
            HttpMethod.Patch, $"update the check run '{run.Name}'", target, Json(body, GitHubJson.Default.CheckRunBody));
        int added = body.Output?.Annotations.Count ?? 0;
        if (added == 0) return await _transport.FindAsync(request, GitHubJson.Default.CheckRun, cancel);
        try
        {
            return await _transport.SendOnceAsync(request, GitHubJson.Default.CheckRun, FindAsync, cancel);
        }
        catch (GitHubException absent) when (absent.Problem is GitHubProblem.NotFound)
        {
            return null;
        }

        async Task<CheckRun?> FindAsync(CancellationToken token)
        {
            CheckRun now = await _transport.SendAsync(
                GitHubRequest.Get($"show the check run '{run.Name}'", target), GitHubJson.Default.CheckRun, token);
            return now.Output?.AnnotationsCount >= (run.Output?.AnnotationsCount ?? 0) + added ? now : null;
        }
    }

    private static CheckRunOutput? Part(CheckRunOutput? output, int from) =>
        output is null ? null : output with { Annotations = [.. output.Annotations.Skip(from).Take(AnnotationsPerRequest)] };
}
