namespace ModelGate.GitHub.Api;

/// <param name="Login">Such as <c>github-actions[bot]</c>.</param>
/// <param name="Type"><c>User</c>, <c>Bot</c> or <c>Organization</c>.</param>
public sealed record GitHubUser(string Login, long Id, string? Type = null)
{
    public bool IsBot => Type == "Bot";
}
