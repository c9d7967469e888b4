using System.CommandLine;
using ModelGate.Gate.Policies;
using ModelGate.Gate.Policies.Changes;
using ModelGate.Gate.Runs;

namespace ModelGate.Tool.Commands;

/// <summary>The POLICY argument that <c>check</c> and <c>plan</c> share.</summary>
internal static class PolicyArgument
{
    public static Argument<string> Create() => new("POLICY")
    {
        Description = $"The policy file. Default: {Policy.DefaultFileName}.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Option<string?> Offline() => new("--offline")
    {
        HelpName = "DIR", Description = "Use what fetch brought to DIR, and no network.",
    };

    public static Option<string?> Base() => new("--base")
    {
        HelpName = "REF|DIR",
        Description = "The base branch, as a git ref or a folder (./DIR). A change that loosens its own gate fails.",
    };

    /// <summary>What the change does to the base's policy; null where no base is given.</summary>
    /// <exception cref="UsageException">There is no such base.</exception>
    public static BaseComparison? Compare(ToolContext context, Workspace workspace, Policy policy, string? @base) =>
        @base is null ? null : UsageException.WhenWrong(() => BaseComparison.Of(
            BaseFiles.Find(@base, context.FullPath(policy.File), context.CurrentDirectory), policy, context.Catalog, workspace.Tasks));

    public static Workspace Workspace(ToolContext context, ParseResult parsed, Option<string?> offline) => new(context)
    {
        OfflineFolder = parsed.GetValue(offline) is { } folder ? context.FullPath(folder) : null,
    };

    /// <exception cref="UsageException">Everything that is wrong with the policy, or that it does not fit its models and tasks.</exception>
    public static Task<RunPlan> PlanAsync(ToolContext context, Workspace workspace, string? path, CancellationToken cancel) =>
        UsageException.WhenWrongAsync(async () =>
        {
            Policy policy = PolicyReader.Load(path ?? Policy.DefaultFileName, context.CurrentDirectory, context.Catalog);
            return await workspace.Planner.PlanAsync(policy, cancel);
        });
}
