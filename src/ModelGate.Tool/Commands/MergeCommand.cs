using System.CommandLine;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Results;

namespace ModelGate.Tool.Commands;

internal static class MergeCommand
{
    public static Command Create(ToolContext context)
    {
        var parts = new Argument<string[]>("DIR")
        {
            Description = "Folders that 'eval --shard' wrote, all parts.", Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("-o", "--output")
        {
            HelpName = "DIR", Description = "Folder for the results of all documents.", Required = true,
        };
        var command = new Command("merge", "Join the parts of one evaluation; the results equal those of the whole.") { parts, output };
        command.SetAction((parsed, cancel) =>
        {
            string[] folders = [.. parsed.GetValue(parts)!.Select(context.FullPath)];
            string target = context.FullPath(parsed.GetValue(output)!);
            ShardMerge merge = UsageException.WhenWrong(() => new ShardMerge(folders));
            (EvalOptions options, ParseResult asked) = EvalCommand.Parse(context, merge.Arguments);
            EvalTasks tasks = EvalTasks.Prepare(
                context, new Workspace(context), options, asked, Path.Combine(folders[0], ShardOption.TemplateFolder), cancel);
            TaskResult[] results = UsageException.WhenWrong(() => tasks.Tasks.Select(task => merge.Merge(task, cancel)).ToArray());
            new ResultsWriter(merge.Identity).Write(target, tasks.Selections, results);
            EvalCommand.Print(context.Console.Output, results);
            context.Console.Error.WriteLine($"Results: {target}");
            return Task.FromResult(ExitCodes.Passed);
        });
        return command;
    }
}
