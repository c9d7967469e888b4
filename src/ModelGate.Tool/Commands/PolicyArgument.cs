using System.CommandLine;
using ModelGate.Gate.Policies;
using ModelGate.Gate.Runs;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Tool.Commands;

/// <summary>The POLICY argument that <c>check</c> and <c>plan</c> share.</summary>
internal static class PolicyArgument
{
    public static Argument<string> Create() => new("POLICY")
    {
        Description = "The policy file.",
        DefaultValueFactory = _ => Policy.DefaultFileName,
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <exception cref="UsageException">Everything that is wrong with the policy, or that it does not fit its models and tasks.</exception>
    public static Task<RunPlan> PlanAsync(ToolContext context, Workspace workspace, string path, CancellationToken cancel)
    {
        if (!File.Exists(context.FullPath(path)))
        {
            throw new UsageException([new Diagnostic("QG0101", new SourcePoint(path), "There is no such policy.", "Name a policy file, or write a quantgate.yml.")]);
        }

        return UsageException.WhenWrongAsync(async () =>
        {
            Policy policy = PolicyReader.Load(path, context.Catalog);
            return await workspace.Planner.PlanAsync(policy, cancel);
        });
    }
}
