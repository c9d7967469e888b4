using System.CommandLine;
using ModelGate.Gate.Runs;
using ModelGate.Models.Engines.Cpu;

namespace ModelGate.Tool.Commands;

internal static class PlanCommand
{
    public static Command Create(ToolContext context)
    {
        Argument<string> policy = PolicyArgument.Create();
        Option<string?> offline = PolicyArgument.Offline();
        var command = new Command("plan", "Print what check would do and what its gates can decide. Starts nothing.") { policy, offline };
        command.SetAction(async (parsed, cancel) =>
        {
            Workspace workspace = PolicyArgument.Workspace(context, parsed, offline);
            RunPlan plan = await PolicyArgument.PlanAsync(context, workspace, parsed.GetValue(policy), cancel);
            context.Console.Output.Write(PlanText.Of(
                plan, workspace.Work, new CachedScores(workspace.Work, CpuEngine.IdentityOf(plan.Policy.Precision))));
            return ExitCodes.Passed;
        });
        return command;
    }
}
