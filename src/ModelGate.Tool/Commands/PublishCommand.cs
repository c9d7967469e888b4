using System.CommandLine;
using ModelGate.GitHub.Baselines;
using ModelGate.GitHub.Events;
using ModelGate.GitHub.Publishing;

namespace ModelGate.Tool.Commands;

internal static class PublishCommand
{
    public static Command Create(ToolContext context)
    {
        var run = new Argument<string>("RUN") { Description = "The folder that check wrote, or a downloaded artifact of it." };
        var policy = new Option<string?>("--policy")
        {
            HelpName = "PATH", Description = "The policy, from the repository's root. Default: the record's, in the current folder.",
        };
        var artifact = new Option<string?>("--baseline-artifact")
        {
            HelpName = "NAME", Description = "Artifact with the base branch's last run. Default: quantgate-run, with the policy's path.",
        };
        var file = new Option<string?>("--baseline-file")
        {
            HelpName = "PATH", Description = "That run in the repository instead, from its root.",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print what would be sent, on any machine." };
        var command = new Command("publish", "Tell a pull request: comment, check run or status, job summary, outputs.")
        {
            run, policy, artifact, file, dryRun,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(artifact) is not null && result.GetValue(file) is not null)
            {
                result.AddError("--baseline-artifact and --baseline-file exclude each other.");
            }
        });
        command.SetAction(async (parsed, cancel) =>
        {
            string folder = context.FullPath(parsed.GetValue(run)!);
            (PublishRequest request, WorkflowContext? workflow) = UsageException.WhenWrong(() =>
            {
                RunFolder read = RunFolder.Read(folder);
                PolicyPath path = parsed.GetValue(policy) is { } given && !Path.IsPathRooted(given)
                    ? PolicyPath.Parse(given)
                    : Publishing.PathOf(context, context.FullPath(parsed.GetValue(policy) ?? read.Record.Policy.File));
                BaseRunPlace place = parsed.GetValue(file) is { } inRepository
                    ? new BaseRunPlace.ByFile(inRepository)
                    : new BaseRunPlace.ByArtifact(parsed.GetValue(artifact) ?? path.ArtifactName);
                bool needsGitHub = !parsed.GetValue(dryRun) || WorkflowContext.IsPresent(context.Variable);
                return (new PublishRequest(read, folder, path, place), needsGitHub ? WorkflowContext.Read(context.Variable) : null);
            });
            return parsed.GetValue(dryRun)
                ? DryRun.Write(request, workflow, context.Console.Output)
                : await Publishing.SendAsync(context, workflow!, request, context.Console.Output, cancel);
        });
        return command;
    }
}
