using System.CommandLine;
using System.Globalization;
using ModelGate.Gate.Runs;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Results;
using ModelGate.Models.Architectures;
using ModelGate.Tool.Terminal;

namespace ModelGate.Tool.Commands;

internal static class EvalCommand
{
    public static Command Create(ToolContext context)
    {
        var options = new EvalOptions();
        var command = new Command("eval", "Score a model on tasks; writes results in lm-evaluation-harness's layout.");
        options.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var workspace = new Workspace(context);
            string directory = await workspace.FindModelAsync(parsed.GetValue(options.Model)!, "MODEL", cancel);
            string? against = parsed.GetValue(options.Against) is { } named
                ? await workspace.FindModelAsync(named, "--against", cancel)
                : null;
            string folder = context.FullPath(parsed.GetValue(options.Output)!);
            ShardOption? shard = parsed.GetValue(options.Shard);
            EvalTasks whole = EvalTasks.Prepare(context, workspace, options, parsed, directory, cancel);
            PreparedTask[] tasks =
                [.. whole.Tasks.Select(task => shard is null ? task : task.Shard(shard.Index, shard.Count)).OfType<PreparedTask>()];
            if (parsed.GetValue(options.PromptsOnly))
            {
                foreach (PreparedTask task in tasks) SamplesWriter.WritePrompts(folder, task);
                context.Console.Output.WriteLine($"Prompts of {tasks.Length} tasks: {folder}");
                return ExitCodes.Passed;
            }

            JudgeLines.Announce(context.Console, tasks, models: 1);

            ActivationPrecision precision = parsed.GetValue(options.Precision) == "fp32"
                ? ActivationPrecision.Fp32
                : ActivationPrecision.Bf16;
            long started = context.Clock.GetTimestamp();
            DateTimeOffset date = context.Clock.GetUtcNow();
            using OpenModel model = OpenModel.Open("model", directory, path => workspace.OpenEngine(path, precision));
            var stage = new EvaluationStage(workspace.Work, workspace.Progress, context.Clock);
            stage.Evaluate(model, tasks, cancel);
            var identity = new EvaluationIdentity(
                parsed.GetValue(options.Model)!, model.ContentHash, model.Engine.Identity, $"quantgate {ToolContext.Version}",
                date.ToUnixTimeMilliseconds() / 1000.0, context.Clock.GetElapsedTime(started).TotalSeconds);
            TaskResult[] results = [.. tasks.Select(task => model.Results[task.Task.Name])];
            Directory.CreateDirectory(folder);
            new ResultsWriter(identity).Write(folder, whole.Selections, results);
            if (shard is not null)
            {
                ShardOption.CopyTemplate(directory, folder);
                EvaluationShard.Of(shard.Index, shard.Count, ShardOption.Arguments(parsed), identity, whole.Tasks).Write(folder, results);
            }

            Print(context.Console.Output, results);
            if (against is not null)
            {
                using OpenModel baseline = OpenModel.Open("baseline", against, path => workspace.OpenEngine(path, precision));
                AgainstBaseline.Report(context, stage, baseline, model, tasks, folder, cancel);
            }

            context.Console.Error.WriteLine($"Results: {folder}");
            return ExitCodes.Passed;
        });
        return command;
    }

    /// <summary>Options as they were given to this command before.</summary>
    /// <param name="arguments">With the command's name in front.</param>
    public static (EvalOptions Options, ParseResult Parsed) Parse(ToolContext context, IReadOnlyList<string> arguments)
    {
        var options = new EvalOptions();
        var command = new Command("eval");
        options.AddTo(command);
        return (options, new RootCommand { command }.Parse([.. arguments, "-o", context.CurrentDirectory]));
    }

    internal static void Print(TextWriter output, IReadOnlyList<TaskResult> results)
    {
        output.WriteLine($"{"task",-24} {"metric",-28} {"value",10} {"± stderr",10} {"n",7}");
        foreach (TaskResult result in results)
        {
            string notes = (result.IsPrefix ? ", prefix" : "")
                + (result.TruncatedDocuments > 0 ? $", {result.TruncatedDocuments} cut to the context" : "")
                + (result.Judgments is { Unscored: > 0 } judged ? $", {judged.UnscoredText}" : "");
            foreach (MetricResult metric in result.Metrics)
            {
                string error = metric.StandardError?.ToString("F4", CultureInfo.InvariantCulture) ?? "";
                string value = metric.Value.ToString("F4", CultureInfo.InvariantCulture);
                string all = metric.Undecided > 0 ? $"{notes}, {metric.Undecided} not decided" : notes;
                output.WriteLine($"{result.Name,-24} {metric.Key,-28} {value,10} {error,10} {result.Task.Prompts.Count,7}{all}");
            }

            if (result.Metrics.Count == 0)
            {
                output.WriteLine($"{result.Name,-24} {"not scored",-28} {"",10} {"",10} {result.Task.Prompts.Count,7}{notes}");
            }
        }

        foreach (TaskResult result in results.DistinctBy(result => string.Concat(result.Approximations)))
        {
            foreach (string approximation in result.Approximations) output.WriteLine($"{result.Name}: {approximation}");
        }
    }
}
