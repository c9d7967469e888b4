using System.CommandLine;
using ModelGate.Gate.Runs;
using ModelGate.Models.Engines.Cpu;

namespace ModelGate.Tool.Commands;

internal static class PlanCommand
{
    public static Command Create(ToolContext context)
    {
        Argument<string> policy = PolicyArgument.Create();
        var command = new Command("plan", "Print what check would do and what its gates can decide. Starts nothing.") { policy };
        command.SetAction(async (parsed, cancel) =>
        {
            var workspace = new Workspace(context);
            RunPlan plan = await PolicyArgument.PlanAsync(context, workspace, parsed.GetValue(policy), cancel);
            context.Console.Output.Write(PlanText.Of(
                plan, workspace.Work, new CachedScores(workspace.Work, CpuEngine.IdentityOf(plan.Policy.Precision))));
            return ExitCodes.Passed;
        });
        return command;
    }
}
