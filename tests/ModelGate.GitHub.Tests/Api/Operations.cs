using ModelGate.GitHub.Api;

namespace ModelGate.GitHub.Tests.Api;

/// <summary>Every operation of the client once, with arguments that GitHub would take.</summary>
internal static class Operations
{
    public const int Number = 12;
    public const long Id = 42;

    public static readonly string Sha = new('a', 40);

    public static IReadOnlyDictionary<string, Func<IGitHub, CancellationToken, Task>> All { get; } =
        new Dictionary<string, Func<IGitHub, CancellationToken, Task>>
        {
            [nameof(IGitHub.GetRepositoryAsync)] = (github, cancel) => github.GetRepositoryAsync(cancel),
            [nameof(IGitHub.FindTokenUserAsync)] = (github, cancel) => github.FindTokenUserAsync(cancel),
            [nameof(IGitHub.GetPermissionAsync)] = (github, cancel) => github.GetPermissionAsync("octo-cat[bot]", cancel),
            [nameof(IGitHub.ListCommentsAsync)] = (github, cancel) => github.ListCommentsAsync(Number, cancel),
            [nameof(IGitHub.CreateCommentAsync)] = (github, cancel) => github.CreateCommentAsync(Number, "text", _ => false, cancel),
            [nameof(IGitHub.UpdateCommentAsync)] = (github, cancel) => github.UpdateCommentAsync(Id, "text", cancel),
            [nameof(IGitHub.DeleteCommentAsync)] = (github, cancel) => github.DeleteCommentAsync(Id, cancel),
            [nameof(IGitHub.CreateCheckRunAsync)] = (github, cancel) => github.CreateCheckRunAsync(CheckRun, cancel),
            [nameof(IGitHub.UpdateCheckRunAsync)] = (github, cancel) => github.UpdateCheckRunAsync(
                new() { Id = Id, Name = CheckRun.Name, HeadSha = Sha },
                new() { Conclusion = CheckConclusion.TimedOut, CompletedAt = CheckRun.CompletedAt, Output = CheckRun.Output }, cancel),
            [nameof(IGitHub.ListCheckRunsAsync)] = (github, cancel) => github.ListCheckRunsAsync(Sha, "gate: a & b", cancel),
            [nameof(IGitHub.CreateStatusAsync)] = (github, cancel) => github.CreateStatusAsync(Sha, Status, cancel),
            [nameof(IGitHub.FindPullRequestAsync)] = (github, cancel) => github.FindPullRequestAsync(Number, cancel),
            [nameof(IGitHub.ListPullRequestsOfCommitAsync)] = (github, cancel) => github.ListPullRequestsOfCommitAsync(Sha, cancel),
            [nameof(IGitHub.ListOpenPullRequestsAsync)] = (github, cancel) => DrainAsync(github.ListOpenPullRequestsAsync(cancel)),
            [nameof(IGitHub.ListLabelEventsAsync)] = (github, cancel) => github.ListLabelEventsAsync(Number, cancel),
            [nameof(IGitHub.ListArtifactsAsync)] = (github, cancel) => DrainAsync(github.ListArtifactsAsync("quantgate", cancel)),
            [nameof(IGitHub.ListRunArtifactsAsync)] = (github, cancel) => github.ListRunArtifactsAsync(Id, "quantgate", cancel),
            [nameof(IGitHub.DownloadArtifactAsync)] =
                (github, cancel) => github.DownloadArtifactAsync(new() { Id = Id, Name = "quantgate" }, 1 << 20, cancel),
            [nameof(IGitHub.FindWorkflowRunAsync)] = (github, cancel) => github.FindWorkflowRunAsync(Id, cancel),
            [nameof(IGitHub.FindFileAsync)] = (github, cancel) => github.FindFileAsync("quantgate.yml", "feature/x y", 1 << 20, cancel),
        };

    public static TheoryData<string> Names => [.. All.Keys];

    private static NewCheckRun CheckRun => new()
    {
        Name = "gate",
        HeadSha = Sha,
        ExternalId = "gate-1",
        Conclusion = CheckConclusion.ActionRequired,
        DetailsUrl = new("https://ci.example/runs/7"),
        StartedAt = DateTimeOffset.UnixEpoch,
        CompletedAt = DateTimeOffset.UnixEpoch.AddMinutes(1),
        Output = new()
        {
            Title = "Gate",
            Summary = "summary",
            Text = "text",
            Annotations =
            [
                new()
                {
                    Path = "quantgate.yml", StartLine = 3, EndLine = 3, StartColumn = 1, EndColumn = 9, Title = "title",
                    AnnotationLevel = AnnotationLevel.Warning, Message = "message", RawDetails = "details",
                },
                new() { Path = "quantgate.yml", StartLine = 3, EndLine = 5, AnnotationLevel = AnnotationLevel.Notice, Message = "message" },
            ],
        },
    };

    private static NewCommitStatus Status => new()
    {
        State = CommitState.Pending, Context = "quantgate", Description = "measuring", TargetUrl = new("https://ci.example/runs/7"),
    };

    private static async Task DrainAsync<T>(IAsyncEnumerable<T> all)
    {
        await foreach (T _ in all)
        {
            // Every page is asked for.
        }
    }
}
