using System.CommandLine;
using ModelGate.Gate.Policies;
using ModelGate.Gate.Runs;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Models.Templates;

namespace ModelGate.Tool.Commands;

/// <summary>What <c>eval</c> was asked for, ready to be put to a model.</summary>
/// <param name="Selections">As named on the command line.</param>
/// <param name="Tasks">Each once.</param>
internal sealed record EvalTasks(IReadOnlyList<TaskSelection> Selections, IReadOnlyList<PreparedTask> Tasks)
{
    /// <param name="templateDirectory">Holds the model's chat template.</param>
    /// <exception cref="UsageException">Everything that is wrong with the tasks, their data and the options.</exception>
    public static EvalTasks Prepare(
        ToolContext context, Workspace workspace, EvalOptions options, ParseResult parsed, string templateDirectory,
        CancellationToken cancel)
    {
        IReadOnlyList<TaskEntry> entries = options.Entries(parsed);
        JudgeSettings? judge = options.Judge.Settings(parsed);
        IDocumentSource documents = workspace.Documents(
            parsed.GetValue(options.DataFolder) is { } data ? context.FullPath(data) : null, cancel);
        return UsageException.WhenWrong(() =>
        {
            EvaluationCatalog catalog =
                context.Catalog.Evaluation(workspace.Services(parsed.GetValue(options.AllowUnsafeCode), documents, judge));
            IReadOnlyList<PlannedSuite> suites = new TaskPlanner(
                workspace.Tasks, documents, catalog, ChatTemplate.Load(templateDirectory, PinnedDate.Clock), Policy.DefaultSeed)
                .Plan(entries, context.CurrentDirectory);
            return new EvalTasks(
                [.. entries.Select(entry => workspace.Tasks.Resolve(entry.Task, entry.At, context.CurrentDirectory))],
                [.. suites.SelectMany(suite => suite.Tasks).DistinctBy(task => task.Task.Name)]);
        });
    }
}
