using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelGate.GitHub.Api;

/// <summary>GitHub's JSON: unknown fields are passed over, what an answer must have is required by its record.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(WebAddress), typeof(SnakeCaseEnum<CheckConclusion>), typeof(SnakeCaseEnum<CheckRunStatus>),
        typeof(SnakeCaseEnum<AnnotationLevel>), typeof(SnakeCaseEnum<CommitState>),
    ])]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(CommentBody))]
[JsonSerializable(typeof(IssueComment))]
[JsonSerializable(typeof(IReadOnlyList<IssueComment>))]
[JsonSerializable(typeof(CheckRunBody))]
[JsonSerializable(typeof(CheckRun))]
[JsonSerializable(typeof(CheckRunPage))]
[JsonSerializable(typeof(NewCommitStatus))]
[JsonSerializable(typeof(CommitStatus))]
[JsonSerializable(typeof(PullRequest))]
[JsonSerializable(typeof(IReadOnlyList<PullRequest>))]
[JsonSerializable(typeof(IReadOnlyList<IssueEventAnswer>))]
[JsonSerializable(typeof(PermissionAnswer))]
[JsonSerializable(typeof(ArtifactPage))]
[JsonSerializable(typeof(WorkflowRun))]
[JsonSerializable(typeof(GitHubRepository))]
[JsonSerializable(typeof(GitHubUser))]
internal sealed partial class GitHubJson : JsonSerializerContext;

/// <summary><c>ActionRequired</c> as <c>action_required</c>.</summary>
internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
