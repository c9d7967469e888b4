using System.Net.Http.Headers;

namespace ModelGate.GitHub.Api;

/// <summary>A good answer, in memory.</summary>
/// <param name="Next">The next page; null on the last one.</param>
/// <param name="Location">Of a redirection that was not followed; null otherwise.</param>
internal sealed record GitHubAnswer(byte[] Body, MediaTypeHeaderValue? Type, Uri? Next, Uri? Location);
