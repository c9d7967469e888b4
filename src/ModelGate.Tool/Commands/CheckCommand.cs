using System.CommandLine;
using ModelGate.Gate.Policies.Changes;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;
using ModelGate.Gate.Runs;
using ModelGate.Tool.Terminal;

namespace ModelGate.Tool.Commands;

internal static class CheckCommand
{
    public const string DefaultOutput = "quantgate-report";

    public static Command Create(ToolContext context)
    {
        Argument<string> policy = PolicyArgument.Create();
        Option<string?> offline = PolicyArgument.Offline();
        Option<string?> @base = PolicyArgument.Base();
        var output = new Option<string>("-o", "--output")
        {
            HelpName = "DIR", Description = "Folder for run.json and the reports.", DefaultValueFactory = _ => DefaultOutput,
        };
        Option<string?> reuse = ReuseOption.Create(), inputs = InputsOption.Create();
        Option<bool> reuseOnly = ReuseOption.CreateOnly();
        var publish = new Option<bool>("--publish") { Description = "In a GitHub workflow, tell the pull request too." };
        var command = new Command("check", "Quantize, measure, decide, report. Goes on where an interrupted run stopped.")
        {
            policy, output, offline, @base, reuse, reuseOnly, inputs, publish,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            Workspace workspace = PolicyArgument.Workspace(context, parsed, offline);
            RunPlan plan = await PolicyArgument.PlanAsync(context, workspace, parsed.GetValue(policy), cancel);
            BaseComparison? comparison = PolicyArgument.Compare(context, workspace, plan.Policy, parsed.GetValue(@base));
            InputsOption.Write(context, plan, parsed.GetValue(inputs));
            RunRecord? earlier = Reused(context, plan, comparison, parsed.GetValue(reuse));
            if (earlier is null && parsed.GetValue(reuseOnly)) return ExitCodes.Inconclusive;
            RunRecord record = earlier ?? Run(context, workspace, plan, comparison, cancel);
            string folder = context.FullPath(parsed.GetValue(output)!);
            WriteReports(context, record, folder);
            return parsed.GetValue(publish)
                ? await Publishing.AfterCheckAsync(context, record, folder, plan.Policy.File, cancel)
                : record.Verdict.ExitCode;
        });
        return command;
    }

    /// <summary>Where the base's gates are others, they have to judge anew.</summary>
    private static RunRecord? Reused(ToolContext context, RunPlan plan, BaseComparison? comparison, string? folder)
    {
        if (folder is not null && comparison is { Changes.Count: > 0 })
        {
            context.Console.Error.WriteLine($"The run in {folder} is not reported again: the gate is not that of {comparison.Base}.");
            return null;
        }

        if (ReuseOption.Find(context, plan, folder) is not { } earlier) return null;
        return earlier with { PolicyComparison = comparison?.Record([]), Notes = [.. comparison?.Notes ?? [], .. earlier.Notes] };
    }

    private static RunRecord Run(
        ToolContext context, Workspace workspace, RunPlan plan, BaseComparison? comparison, CancellationToken cancel)
    {
        JudgeLines.Announce(context.Console, plan.Tasks, plan.ModelCount);
        var run = new GateRun(
            plan, workspace.Work, checkpoint => workspace.OpenEngine(checkpoint, plan.Policy.Precision),
            workspace.Progress, context.Clock, ToolContext.Version)
        {
            Comparison = comparison,
        };
        return run.Execute(cancel);
    }

    /// <summary>Every reporter that has a file, then the console.</summary>
    private static void WriteReports(ToolContext context, RunRecord record, string folder)
    {
        foreach (IReporter reporter in context.Catalog.Reporters.Where(reporter => reporter.FileName is not null))
        {
            using var text = new StringWriter();
            reporter.Write(record, text, ReportSurface.File);
            WorkFolder.Write(Path.Combine(folder, reporter.FileName!), text.ToString());
        }

        IReporter console = context.Catalog.Reporters.First(reporter => reporter.FileName is null);
        console.Write(record, context.Console.Output, new ReportSurface(context.Console.HasColor, context.Console.WidthColumns));
        context.Console.Error.WriteLine($"Reports: {folder}");
    }
}
