using System.Globalization;
using ModelGate.Gate.PullRequests;
using ModelGate.Gate.Records;
using ModelGate.GitHub.Api;
using ModelGate.GitHub.Baselines;
using ModelGate.GitHub.Events;

namespace ModelGate.GitHub.Publishing;

/// <summary>
/// Tells GitHub one run: comment, check run or status, job summary, outputs. What cannot be reported is a warning; the verdict does not
/// change by it.
/// </summary>
/// <param name="github">Null where there is no token.</param>
/// <param name="login">Whose comments are ours; null asks the token.</param>
public sealed class Publisher(WorkflowContext context, IGitHub? github, StepFiles files, PublishLog log, string? login = null)
{
    private const string SecondWorkflow =
        "A pull request of a fork runs with a token that cannot write. Upload the report folder as an artifact and publish it from a "
        + "second workflow on 'workflow_run', as 'dotnet new quantgate' writes it. Until then the report is in the job summary.";

    private const string NoToken =
        "There is no GitHub token; set GITHUB_TOKEN to ${{ github.token }}. The report is in the job summary only.";

    private bool CanWrite => github is not null && !context.Event.IsReadOnly;

    /// <returns>The exit code of the verdict.</returns>
    public async Task<int> PublishAsync(PublishRequest request, CancellationToken cancel)
    {
        RunRecord record = RecordVerdict.OfGates(request.Run.Record, context.Event);
        if (context.Event.IsReadOnly) log.Warn(SecondWorkflow);
        else if (github is null) log.Warn(NoToken);

        PullRequest? pull = await ReadAsync(
            "pull-requests: read", hub => new PullRequestFinder(hub, context).FindAsync(request.Run.ClaimedPullRequest, cancel));
        var content = new CommentContent
        {
            Record = record,
            BaseRun = await BaseRunAsync(request, pull, cancel),
            Acceptance = record.PolicyComparison?.NeedsAcceptance == true ? await AcceptanceAsync(request.Policy, pull, cancel) : null,
            IsUnverified = context.Event.IsUnverified,
            HeadSha = context.Event.HeadSha,
            MeasuredSha = context.Event.MeasuredSha,
            RunPage = context.RunPage,
        };

        (content, IssueComment? comment) = await CommentAsync(request.Policy, content, pull, cancel);
        var report = PublishedReport.Of(request.Policy, content);
        WrittenCheck? check = await CheckAsync(report, cancel);
        if (check is not WrittenCheck.Run) log.Remark(request.Policy, report.Remarks);
        WriteFiles(request, report, comment, check);
        return report.Verdict.ExitCode;
    }

    private async Task<RunRecord?> BaseRunAsync(PublishRequest request, PullRequest? pull, CancellationToken cancel)
    {
        switch (await ReadAsync("actions: read", async hub => await new BaseRunFinder(hub, context).FindAsync(request.Base, pull, cancel)))
        {
            case BaseRun.Found found:
                log.Say($"compared with {found.Source}");
                return found.Record;
            case BaseRun.None none:
                log.Say(none.Why);
                return null;
            default:
                return null;
        }
    }

    private async Task<PolicyAcceptance?> AcceptanceAsync(PolicyPath policy, PullRequest? pull, CancellationToken cancel)
    {
        // A fork's own report cannot pass, accepted or not.
        AcceptanceSearch? search = await ReadAsync(
            "issues: read", async hub => await new PolicyAcceptanceFinder(hub, context, policy).FindAsync(pull, cancel));
        if (search is AcceptanceSearch.NotAccepted refused) log.Warn($"The policy's changes are not accepted. {refused.Why}");
        return (search as AcceptanceSearch.Accepted)?.By;
    }

    /// <returns>The content with the attempts counted, and the comment; null where none was written.</returns>
    private async Task<(CommentContent Content, IssueComment? Comment)> CommentAsync(
        PolicyPath policy, CommentContent content, PullRequest? pull, CancellationToken cancel)
    {
        bool isAttempt = content.Record.PolicyComparison?.NeedsAcceptance == true;
        CommentMarker Counted(CommentMarker marker) => isAttempt ? marker.Counted(RunName) : marker;
        var first = new CommentMarker(policy.Key, 0, "");
        CommentContent WithAttempts(CommentMarker marker) => content with { LooseningAttempts = isAttempt ? marker.Attempts : 0 };
        if (pull is null) log.Say("no pull request belongs to this run: no comment");
        if (pull is null || !CanWrite) return (WithAttempts(Counted(first)), null);

        CommentContent told = WithAttempts(Counted(first));
        IssueComment? written = await WriteAsync("pull-requests: write", async hub =>
        {
            string author = login ?? (await hub.FindTokenUserAsync(cancel))?.Login ?? StickyComment.WorkflowLogin;
            var sticky = new StickyComment(hub, pull.Number, policy, author);
            IReadOnlyList<IssueComment> found = await sticky.FindAsync(cancel);
            CommentMarker marker = Counted(found.Count > 0 ? CommentMarker.Read(found[0].Body) ?? first : first);
            told = WithAttempts(marker);
            return await sticky.WriteAsync(found, PublishedReport.Of(policy, told).Comment(marker), cancel);
        });
        if (written is not null) log.Say($"comment: {written.HtmlUrl}");
        return (told, written);
    }

    private async Task<WrittenCheck?> CheckAsync(PublishedReport report, CancellationToken cancel)
    {
        if (!CanWrite) return null;
        WrittenCheck? written = await WriteAsync(
            "checks: write' or 'statuses: write", hub => new CheckPublication(hub).WriteAsync(report.Check(context.Event.HeadSha), cancel));
        switch (written)
        {
            case WrittenCheck.Run run:
                log.Say($"check run: {run.Check.HtmlUrl}");
                break;
            case WrittenCheck.Status status:
                log.Warn($"{status.Why} A commit status stands in; 'checks: write' allows a check run with annotations.");
                break;
        }

        return written;
    }

    private void WriteFiles(PublishRequest request, PublishedReport report, IssueComment? comment, WrittenCheck? check)
    {
        if (files.AddSummary(report.Text) is { } shortened) log.Warn(shortened);
        if (context.Event.IsReadOnly && CopyEvent(request.Folder) is { } missing) log.Warn(missing);
        string? unset = files.SetOutputs(
        [
            ("verdict", report.Verdict.Word),
            ("exit-code", report.Verdict.ExitCode.ToString(CultureInfo.InvariantCulture)),
            ("report", request.Folder),
            ("policy", request.Policy.Path),
            ("run-artifact", request.Policy.ArtifactName),
            ("comment-url", comment?.HtmlUrl?.AbsoluteUri ?? ""),
            ("check-url", (check as WrittenCheck.Run)?.Check.HtmlUrl?.AbsoluteUri ?? ""),
        ]);
        if (unset is not null) log.Warn(unset);
    }

    /// <summary>The second workflow needs the number of the pull request, which GitHub does not tell it for forks.</summary>
    private string? CopyEvent(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) File.Copy(context.EventPath, Path.Combine(folder, EventFile.Name), overwrite: true);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"The event could not be put beside the report for the second workflow: {error.Message}";
        }
    }

    private string RunName => context.Event is WorkflowEvent.WorkflowRun { Measured: var measured }
        ? string.Create(CultureInfo.InvariantCulture, $"{measured.Id}.{measured.Attempt}")
        : string.Create(CultureInfo.InvariantCulture, $"{context.RunId}.{context.RunAttempt}");

    private Task<T?> ReadAsync<T>(string permission, Func<IGitHub, Task<T?>> read)
        where T : class => AttemptAsync(permission, read, context.Event.IsReadOnly ? log.Say : log.Warn);

    private Task<T?> WriteAsync<T>(string permission, Func<IGitHub, Task<T>> write)
        where T : class => AttemptAsync<T>(permission, async hub => await write(hub), log.Warn);

    private async Task<T?> AttemptAsync<T>(string permission, Func<IGitHub, Task<T?>> request, Action<string> tell)
        where T : class
    {
        if (github is null) return null;
        try
        {
            return await request(github);
        }
        catch (GitHubException failed)
        {
            tell($"{failed.Problem.Message} {Remedy(failed.Problem, permission)}");
            return null;
        }
    }

    private static string Remedy(GitHubProblem problem, string permission) => problem switch
    {
        GitHubProblem.Forbidden => $"Give the job 'permissions: {permission}'. The verdict stays as it is.",
        GitHubProblem.Locked => "The conversation is locked; the report is in the check run and the job summary.",
        GitHubProblem.Unauthorized => "Look at the token. The verdict stays as it is.",
        _ => "The verdict stays as it is.",
    };
}
