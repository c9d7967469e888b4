using ModelGate.GitHub.Api;

namespace ModelGate.GitHub.Publishing;

/// <summary>Where the check was written.</summary>
internal abstract record WrittenCheck
{
    private WrittenCheck()
    {
    }

    public sealed record Run(CheckRun Check) : WrittenCheck;

    /// <param name="Why">The check run was refused.</param>
    public sealed record Status(CommitStatus Commit, string Why) : WrittenCheck;
}

/// <summary>Writes one check run a policy and commit; a commit status where only that is allowed.</summary>
internal sealed class CheckPublication(IGitHub github)
{
    /// <exception cref="GitHubException">Neither was possible.</exception>
    public async Task<WrittenCheck> WriteAsync(CheckReport report, CancellationToken cancel)
    {
        try
        {
            return new WrittenCheck.Run(await WriteRunAsync(report, cancel));
        }
        catch (GitHubException refused) when (refused.Problem is GitHubProblem.Forbidden or GitHubProblem.NotFound)
        {
            // Only apps may write check runs; a personal token, or a workflow without checks: write, may still set a status.
            var status = new NewCommitStatus
            {
                State = report.State, Context = report.Name, Description = report.StatusDescription, TargetUrl = report.Details,
            };
            return new WrittenCheck.Status(await github.CreateStatusAsync(report.HeadSha, status, cancel), refused.Problem.Message);
        }
    }

    private async Task<CheckRun> WriteRunAsync(CheckReport report, CancellationToken cancel) =>
        await FindAsync(report, cancel) is { } found && await UpdateAsync(found, report, cancel) is { } updated
            ? updated
            : await github.CreateCheckRunAsync(
                new NewCheckRun
                {
                    Name = report.Name,
                    HeadSha = report.HeadSha,
                    ExternalId = report.ExternalId,
                    Conclusion = report.Conclusion,
                    DetailsUrl = report.Details,
                    Output = report.Output,
                },
                cancel);

    /// <summary>One of ours with the same annotations, or with none yet.</summary>
    private async Task<CheckRun?> FindAsync(CheckReport report, CancellationToken cancel)
    {
        CheckRun[] ours =
        [
            .. (await github.ListCheckRunsAsync(report.HeadSha, report.Name, cancel))
                .Where(run => run.ExternalId?.StartsWith(report.IdPrefix, StringComparison.Ordinal) == true),
        ];
        return ours.FirstOrDefault(run => run.ExternalId == report.ExternalId)
            ?? ours.FirstOrDefault(run => run.Output is not { AnnotationsCount: > 0 });
    }

    private async Task<CheckRun?> UpdateAsync(CheckRun found, CheckReport report, CancellationToken cancel)
    {
        // They are added in order: what a broken run left is completed, what is there is not sent twice.
        int present = found.Output?.AnnotationsCount ?? 0;
        var update = new CheckRunUpdate
        {
            ExternalId = report.ExternalId,
            Conclusion = report.Conclusion,
            DetailsUrl = report.Details,
            Output = report.Output with { Annotations = [.. report.Output.Annotations.Skip(present)] },
        };
        try
        {
            return await github.UpdateCheckRunAsync(found, update, cancel);
        }
        catch (GitHubException refused) when (refused.Problem is GitHubProblem.Forbidden)
        {
            // Another app copied our id; ours is written beside it.
            return null;
        }
    }
}
