using System.Net;
using System.Text.Json;

namespace ModelGate.GitHub.Api;

/// <summary>A refusing answer as a problem.</summary>
internal static class Problems
{
    private const int LongestShown = 300;

    private static readonly string[] DetailFields = ["resource", "field", "code", "message"];

    /// <summary>What GitHub says went wrong, cleared of the token and cut; null where the body is none of GitHub's.</summary>
    public static string? ReadMessage(byte[] body, GitHubToken token)
    {
        ErrorAnswer? error;
        try
        {
            error = JsonSerializer.Deserialize(body, GitHubJson.Default.ErrorAnswer);
        }
        catch (JsonException)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(error?.Message)) return null;
        string text = error.Errors is { ValueKind: JsonValueKind.Array } errors
            ? $"{error.Message} ({string.Join("; ", errors.EnumerateArray().Take(5).Select(Detail))})" : error.Message;
        string shown = token.Clear(text).ReplaceLineEndings(" ").Trim();
        return shown.Length > LongestShown ? shown[..LongestShown] + "…" : shown;
    }

    /// <param name="message">GitHub's, or null.</param>
    public static GitHubProblem Of(HttpStatusCode status, string? message, string what)
    {
        string text = $"GitHub did not {what} ({(int)status}){Quote(message)}.";
        bool isLocked = message?.Contains("locked", StringComparison.OrdinalIgnoreCase) is true;
        return status switch
        {
            HttpStatusCode.Unauthorized => new GitHubProblem.Unauthorized(text),
            HttpStatusCode.Forbidden or HttpStatusCode.Gone when isLocked => new GitHubProblem.Locked(text),
            HttpStatusCode.Forbidden => new GitHubProblem.Forbidden(text),
            HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.UnavailableForLegalReasons => new GitHubProblem.NotFound(text),
            >= HttpStatusCode.BadRequest => new GitHubProblem.Invalid(text),
            _ => new GitHubProblem.Unreadable(text),
        };
    }

    public static string Quote(string? message) => string.IsNullOrEmpty(message) ? "" : $": {message.TrimEnd('.')}";

    private static string Detail(JsonElement error) => error.ValueKind == JsonValueKind.Object
        ? string.Join(' ', DetailFields.Select(name => Text(error, name)).Where(text => text.Length > 0))
        : error.ToString();

    private static string Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
