using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelGate.GitHub.Events;

/// <summary>The parts of a webhook's payload that are read here. Each may be missing.</summary>
internal sealed record EventPayload(
    string? Action, PullRequestPayload? PullRequest, RepositoryPayload? Repository, MergeGroupPayload? MergeGroup,
    WorkflowRunPayload? WorkflowRun, LabelPayload? Label, string? Before, string? Ref)
{
    /// <summary>GitHub sends at most 25 MB.</summary>
    public const long MostBytes = 25_000_000;
}

internal sealed record PullRequestPayload(int Number, CommitPayload? Head, CommitPayload? Base);

internal sealed record CommitPayload(string? Sha, string? Ref, RepositoryPayload? Repo);

internal sealed record RepositoryPayload(long Id, string? FullName, string? DefaultBranch);

internal sealed record MergeGroupPayload(string? HeadSha, string? HeadRef, string? BaseSha, string? BaseRef);

internal sealed record WorkflowRunPayload(
    long Id, int? RunAttempt, string? HeadSha, string? HeadBranch, string? Event, RepositoryPayload? HeadRepository,
    DateTimeOffset? CreatedAt, Uri? HtmlUrl, IReadOnlyList<PullRequestPayload>? PullRequests);

internal sealed record LabelPayload(string? Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = 64)]
[JsonSerializable(typeof(EventPayload))]
internal sealed partial class EventJsonContext : JsonSerializerContext;
