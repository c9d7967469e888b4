using ModelGate.Gate.Records;
using ModelGate.GitHub.Api;
using ModelGate.GitHub.Baselines;
using ModelGate.GitHub.Events;
using ModelGate.GitHub.Publishing;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Tool.Commands;

/// <summary>What <c>publish</c> and <c>check --publish</c> share.</summary>
internal static class Publishing
{
    private const string OwnToken = "QUANTGATE_GITHUB_TOKEN", Login = "QUANTGATE_GITHUB_LOGIN";

    /// <summary>Reports a finished check. Whatever stands in the way is a warning: the verdict is there already.</summary>
    /// <param name="policyFile">As the user gave it.</param>
    /// <returns>The exit code of the verdict.</returns>
    public static async Task<int> AfterCheckAsync(
        ToolContext context, RunRecord record, string folder, string policyFile, CancellationToken cancel)
    {
        var log = new PublishLog(context.Console.Error, WorkflowContext.IsPresent(context.Variable));
        if (!WorkflowContext.IsPresent(context.Variable))
        {
            log.Say("this is no GitHub workflow run, so nothing is published; see 'publish RUN --dry-run'.");
            return record.Verdict.ExitCode;
        }

        try
        {
            PolicyPath path = PathOf(context, context.FullPath(policyFile));
            var request = new PublishRequest(new RunFolder(record, null), folder, path, new BaseRunPlace.ByArtifact(path.ArtifactName));
            return await SendAsync(context, WorkflowContext.Read(context.Variable), request, context.Console.Error, cancel);
        }
        catch (DiagnosticException unusable)
        {
            log.Warn($"Nothing was published. {unusable.Message}");
            return record.Verdict.ExitCode;
        }
    }

    /// <exception cref="DiagnosticException">The address or the token cannot be one.</exception>
    public static async Task<int> SendAsync(
        ToolContext context, WorkflowContext workflow, PublishRequest request, TextWriter output, CancellationToken cancel)
    {
        string? Variable(string name) => name == GitHubConnection.TokenVariable ? Set(OwnToken) ?? Set(name) : context.Variable(name);
        string? Set(string name) => context.Variable(name) is { Length: > 0 } value ? value : null;

        using HttpClient http = GitHubClient.CreateHttpClient();
        using GitHubClient? client = Variable(GitHubConnection.TokenVariable) is null
            ? null
            : new GitHubClient(http, GitHubConnection.FromEnvironment(Variable), context.Clock);
        var log = new PublishLog(output, WorkflowContext.IsPresent(context.Variable));
        return await new Publisher(workflow, client, StepFiles.Of(context.Variable), log, Set(Login)).PublishAsync(request, cancel);
    }

    /// <param name="file">Full path.</param>
    public static PolicyPath PathOf(ToolContext context, string file) =>
        PolicyPath.Of(file, context.Variable("GITHUB_WORKSPACE") is { Length: > 0 } set ? set : Checkout(context.CurrentDirectory));

    /// <summary>The folder of the repository around this one; null where there is none.</summary>
    private static string? Checkout(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            // A worktree has a file there.
            if (Path.Exists(Path.Combine(at.FullName, ".git"))) return at.FullName;
        }

        return null;
    }
}
