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
public sealed class TaskPlanner(TaskLibrary library, EvaluationCatalog catalog, ChatTemplate? template, uint seed)
{
    /// <summary>Suite of the tasks that are named alone.</summary>
    public const string NamedTasks = "tasks";

    private readonly LocalDocuments source = new();

    /// <param name="baseDirectory">What relative paths start at.</param>
    /// <exception cref="DiagnosticException">QG06xx: everything that is wrong with the entries' tasks.</exception>
    public IReadOnlyList<PlannedSuite> Plan(IReadOnlyList<TaskEntry> entries, string baseDirectory)
    {
        List<Diagnostic> problems = [];
        List<PlannedSuite> suites = [];
        List<PreparedTask> alone = [];
        foreach (TaskEntry entry in entries)
        {
            try
            {
                TaskSelection selection = library.Resolve(entry.Task, entry.At, baseDirectory);
                IReadOnlyList<PreparedTask> tasks = Prepare(entry, [.. selection.Leaves], baseDirectory);
                if (selection is TaskSelection.Group) suites.Add(new(selection.Name, tasks));
                else alone.AddRange(tasks);
            }
            catch (DiagnosticException error)
            {
                problems.AddRange(error.Diagnostics);
            }
        }

        if (problems.Count > 0) throw new DiagnosticException(problems);
        return alone.Count == 0 ? suites : [.. suites, new(NamedTasks, alone)];
    }

    private IReadOnlyList<PreparedTask> Prepare(TaskEntry entry, IReadOnlyList<TaskDefinition> leaves, string baseDirectory)
    {
        string? Rooted(string? path) => path is null ? null : Path.GetFullPath(path, baseDirectory);
        if (leaves.Count > 1 && (entry.Data ?? entry.FewshotData) is not null)
        {
            throw new DiagnosticException("QG0111", entry.At, $"'{entry.Task}' is a group, so that one data file cannot replace its tasks' documents.", "Name a single task.");
        }

        var overrides = new DataOverrides(Rooted(entry.Data), Rooted(entry.FewshotData));
        DocumentSelection[] selections = Selections(entry, leaves, overrides);
        return [.. leaves.Select((leaf, i) => PreparedTask.Prepare(leaf, Options(entry, selections[i]), source, catalog, template, overrides))];
    }

    /// <summary>A sample of a group is divided among its tasks by size.</summary>
    private DocumentSelection[] Selections(TaskEntry entry, IReadOnlyList<TaskDefinition> leaves, DataOverrides overrides)
    {
        if (entry.Limit is { } limit) return [.. leaves.Select(_ => new DocumentSelection.Prefix(limit))];
        if (entry.Sample is not { } sample) return [.. leaves.Select(_ => new DocumentSelection.All())];
        int[] sizes = [.. leaves.Select(leaf => TaskData.Load(leaf, source, overrides).Documents.Documents.Count)];
        long drawSeed = entry.Seed ?? seed;
        return [.. SampleAllocation.Allocate(sizes, sample).Select(count => new DocumentSelection.Sample(count, drawSeed))];
    }

    private TaskOptions Options(TaskEntry entry, DocumentSelection selection) => new()
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
        Selection = selection,
        Repeats = entry.Samples,
        Temperature = entry.Temperature,
        TopP = entry.TopP,
        Seed = entry.Seed ?? seed,
        FewshotSeed = entry.Seed ?? seed,
    };
}
