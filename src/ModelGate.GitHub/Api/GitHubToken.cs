using System.Net.Http.Headers;
using ModelGate.Models.Diagnostics;

namespace ModelGate.GitHub.Api;

/// <summary>The secret that GitHub asks for. It leaves this class as a header only; texts are cleared of it.</summary>
public sealed class GitHubToken
{
    private const string Redacted = "[token]";

    private readonly string _value;

    private GitHubToken(string value) => _value = value;

    /// <param name="value">As the environment or an option has it; spaces and line ends around it do not count.</param>
    /// <param name="at">Where it comes from, such as the name of a variable.</param>
    /// <exception cref="DiagnosticException">QG1003: it is empty, or cannot be one. The value is not shown.</exception>
    public static GitHubToken Parse(string? value, SourcePoint at)
    {
        string token = value?.Trim() ?? "";
        if (token.Length == 0)
        {
            throw new DiagnosticException(
                ApiCodes.Token, at, "There is no GitHub token.", "In a workflow, set GITHUB_TOKEN to ${{ github.token }}.");
        }

        // What is no header value would be quoted by the exception that refuses it.
        return token.All(c => c is > ' ' and <= '~')
            ? new(token)
            : throw new DiagnosticException(
                ApiCodes.Token, at, "The GitHub token has characters that no token can have.", "Set it to the token alone.");
    }

    internal void AddTo(HttpRequestMessage request) => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _value);

    /// <summary>The text with the token blacked out, should a server have sent it back.</summary>
    internal string Clear(string text) => text
        .Replace(_value, Redacted, StringComparison.OrdinalIgnoreCase)
        .Replace(Uri.EscapeDataString(_value), Redacted, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Redacted;
}
