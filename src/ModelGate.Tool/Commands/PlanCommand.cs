using System.CommandLine;
using ModelGate.Gate.Policies.Changes;
using ModelGate.Gate.Runs;
using ModelGate.Models.Engines.Cpu;

namespace ModelGate.Tool.Commands;

internal static class PlanCommand
{
    public static Command Create(ToolContext context)
    {
        Argument<string> policy = PolicyArgument.Create();
        Option<string?> offline = PolicyArgument.Offline();
        Option<string?> @base = PolicyArgument.Base();
        var command = new Command("plan", "Print what check would do and what its gates can decide. Starts nothing.")
        {
            policy, offline, @base,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            Workspace workspace = PolicyArgument.Workspace(context, parsed, offline);
            RunPlan plan = await PolicyArgument.PlanAsync(context, workspace, parsed.GetValue(policy), cancel);
            BaseComparison? comparison = PolicyArgument.Compare(context, workspace, plan.Policy, parsed.GetValue(@base));
            context.Console.Output.Write(PlanText.Of(
                plan, workspace.Work, new CachedScores(workspace.Work, CpuEngine.IdentityOf(plan.Policy.Precision))));
            if (comparison is not null) context.Console.Output.Write(ComparisonText.Of(comparison));

            return ExitCodes.Passed;
        });
        return command;
    }
}
