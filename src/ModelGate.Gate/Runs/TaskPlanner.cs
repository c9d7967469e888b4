using ModelGate.Gate.Policies;
using ModelGate.Gate.Tasks;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Templates;

namespace ModelGate.Gate.Runs;

/// <summary>Resolves task entries and renders every prompt, so that a broken task is found before any model runs.</summary>
/// <param name="template">Of the baseline; null where the model has none.</param>
/// <param name="seed">Of whatever an entry does not seed itself.</param>
public sealed class TaskPlanner(
    TaskLibrary library, IDocumentSource documents, EvaluationCatalog catalog, ChatTemplate? template, uint seed)
{
    /// <summary>Suite of the tasks that are named alone.</summary>
    public const string NamedTasks = "tasks";

    private readonly TaskPreparation preparation = new(documents, catalog, template);

    /// <param name="baseDirectory">What relative paths start at.</param>
    /// <exception cref="DiagnosticException">QG06xx: everything that is wrong with the entries' tasks.</exception>
    public IReadOnlyList<PlannedSuite> Plan(IReadOnlyList<TaskEntry> entries, string baseDirectory)
    {
        List<Diagnostic> problems = [];
        List<PlannedSuite> suites = [];
        List<SuiteMember> aloneMembers = [];
        List<PreparedTask> alone = [];
        Dictionary<string, PreparedTask> named = new(StringComparer.Ordinal);
        foreach (TaskEntry entry in entries)
        {
            try
            {
                TaskSelection selection = library.Resolve(entry.Task, entry.At, baseDirectory);
                IReadOnlyList<PreparedTask> tasks = Prepare(entry, [.. selection.Leaves], baseDirectory);
                foreach (PreparedTask task in tasks) RequireOneForm(task, entry, named);
                IReadOnlyList<SuiteMember> members = SuiteMember.Of(selection);
                if (selection is TaskSelection.Group { Definition.Aggregations.Count: 0 })
                {
                    suites.Add(new(selection.Name, members, tasks));
                    IReadOnlyList<SuiteMember> beside = SuiteMember.BesideOf(selection);
                    aloneMembers.AddRange(beside);
                    alone.AddRange(tasks.Where(
                        task => beside.SelectMany(member => member.Leaves).Any(leaf => leaf.Name == task.Task.Name)));
                    continue;
                }

                aloneMembers.AddRange(members);
                alone.AddRange(tasks);
            }
            catch (DiagnosticException error)
            {
                problems.AddRange(error.Diagnostics);
            }
        }

        if (problems.Count > 0) throw new DiagnosticException(problems);
        return alone.Count == 0 ? suites : [.. suites, new(NamedTasks, aloneMembers, alone)];
    }

    /// <summary>Results know a task by its name, so that two entries may name one task only if they ask it in the same way.</summary>
    private static void RequireOneForm(PreparedTask task, TaskEntry entry, Dictionary<string, PreparedTask> named)
    {
        if (named.TryAdd(task.Task.Name, task) || named[task.Task.Name].Fingerprint == task.Fingerprint) return;
        throw new DiagnosticException(
            PolicyCodes.Contradiction, entry.At,
            $"'{entry.Task}' asks the task '{task.Task.Name}' in another way than an entry before it.",
            "Leave one of them out, or give the second a task file with a name of its own.");
    }

    private IReadOnlyList<PreparedTask> Prepare(TaskEntry entry, IReadOnlyList<TaskDefinition> leaves, string baseDirectory)
    {
        string? Rooted(string? path) => path is null ? null : Path.GetFullPath(path, baseDirectory);
        Dictionary<string, DataOverrides> overrides = [];
        if ((entry.Data ?? entry.FewshotData) is not null)
        {
            if (leaves.Count > 1)
            {
                throw new DiagnosticException(
                    PolicyCodes.Contradiction, entry.At,
                    $"'{entry.Task}' is a group, so that one data file cannot replace its tasks' documents.", "Name a single task.");
            }

            overrides[leaves[0].Name] = new DataOverrides(Rooted(entry.Data), Rooted(entry.FewshotData));
        }

        return preparation.PrepareAll(leaves, Options(entry), overrides);
    }

    private TaskOptions Options(TaskEntry entry) => new()
    {
        Shots = entry.Shots,
        Chat = entry.Chat switch
        {
            "none" => ChatUse.None,
            "single-turn" => ChatUse.SingleTurn,
            "multi-turn" => ChatUse.MultiTurn,
            _ => null,
        },
        SystemInstruction = entry.SystemPrompt,
        AddBeginOfSequence = entry.AddsBos,
        Selection = entry switch
        {
            { Limit: { } limit } => new DocumentSelection.Prefix(limit),
            { Sample: { } sample } => new DocumentSelection.Sample(sample, entry.Seed ?? seed),
            _ => new DocumentSelection.All(),
        },
        Repeats = entry.Samples,
        Temperature = entry.Temperature,
        TopP = entry.TopP,
        Seed = entry.Seed ?? seed,
        FewshotSeed = entry.Seed ?? seed,
    };
}
