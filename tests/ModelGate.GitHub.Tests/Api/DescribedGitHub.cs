using System.Diagnostics;
using System.Text.RegularExpressions;
using ModelGate.Testing;

namespace ModelGate.GitHub.Tests.Api;

/// <summary>
/// GitHub as its own OpenAPI description has it: npm's @octokit/openapi, cut to the client's operations (the whole of it takes a minute
/// to load), served by @stoplight/prism-cli. It refuses requests that break the description and makes up answers that keep to it.
/// </summary>
public sealed partial class DescribedGitHub : IAsyncLifetime
{
    private const string Described = """
        GET /user
        GET /repos/{owner}/{repo}
        GET /repos/{owner}/{repo}/collaborators/{username}/permission
        GET /repos/{owner}/{repo}/issues/{issue_number}/comments
        POST /repos/{owner}/{repo}/issues/{issue_number}/comments
        PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}
        DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}
        POST /repos/{owner}/{repo}/check-runs
        GET /repos/{owner}/{repo}/check-runs/{check_run_id}
        PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}
        GET /repos/{owner}/{repo}/commits/{ref}/check-runs
        POST /repos/{owner}/{repo}/statuses/{sha}
        GET /repos/{owner}/{repo}/pulls/{pull_number}
        GET /repos/{owner}/{repo}/pulls
        GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls
        GET /repos/{owner}/{repo}/issues/{issue_number}/events
        GET /repos/{owner}/{repo}/actions/artifacts
        GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts
        GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}
        GET /repos/{owner}/{repo}/actions/runs/{run_id}
        GET /repos/{owner}/{repo}/contents/{path}
        """;

    private const string Prism = "node_modules/@stoplight/prism-cli/dist/index.js";

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "node");

    private readonly TemporaryFolder _temporary = new();
    private Process? _prism;

    /// <summary>Null where it cannot run; then <see cref="Absence"/> says why.</summary>
    public Uri? Address { get; private set; }

    public string? Absence { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Path.Combine(Folder, Prism)) || !Directory.Exists(Path.Combine(Folder, "node_modules", "@octokit", "openapi")))
        {
            Absence = "The npm packages @octokit/openapi and @stoplight/prism-cli are absent; run 'npm ci' in tests/node.";
            return;
        }

        string description = _temporary.Combine("github.json");
        using Process cut = Start("github-description.mjs");
        await cut.StandardInput.WriteAsync(Described);
        cut.StandardInput.Close();
        Task<string> problems = cut.StandardError.ReadToEndAsync();
        await File.WriteAllTextAsync(description, await cut.StandardOutput.ReadToEndAsync());
        await cut.WaitForExitAsync();
        Assert.True(cut.ExitCode == 0, await problems);

        _prism = Start(Prism, "mock", "--host", "127.0.0.1", "--port", "0", description);
        _prism.ErrorDataReceived += (_, _) => { };
        _prism.BeginErrorReadLine();
        while (await _prism.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                Address = new(match.Groups[1].Value);
                break;
            }
        }

        Assert.NotNull(Address);
        _ = _prism.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    public async ValueTask DisposeAsync()
    {
        if (_prism is not null)
        {
            _prism.Kill(entireProcessTree: true);
            await _prism.WaitForExitAsync();
            _prism.Dispose();
        }

        _temporary.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("node", arguments)
    {
        WorkingDirectory = Folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    [GeneratedRegex(@"Prism is listening on (http://[\w.:]+)")]
    private static partial Regex Listening();
}
