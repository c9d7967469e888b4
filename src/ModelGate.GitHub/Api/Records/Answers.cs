using System.Text.Json;

namespace ModelGate.GitHub.Api;

/// <param name="Errors">Objects with resource, field, code and message, or plain texts.</param>
internal sealed record ErrorAnswer(string? Message = null, JsonElement? Errors = null);

internal sealed record CheckRunPage(IReadOnlyList<CheckRun> CheckRuns);

internal sealed record ArtifactPage(IReadOnlyList<Artifact> Artifacts);

/// <param name="Permission"><c>admin</c>, <c>write</c>, <c>read</c> or <c>none</c>.</param>
internal sealed record PermissionAnswer(string Permission);

/// <param name="Event"><c>labeled</c>, <c>unlabeled</c> and many others.</param>
/// <param name="Label">Null for other events.</param>
internal sealed record IssueEventAnswer(string Event, DateTimeOffset CreatedAt, GitHubUser? Actor = null, LabelAnswer? Label = null);

/// <summary>An event's label, which may have been deleted since.</summary>
internal sealed record LabelAnswer(string? Name = null);
