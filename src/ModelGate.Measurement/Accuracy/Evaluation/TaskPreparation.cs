using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Prompts;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Templates;

namespace ModelGate.Measurement.Accuracy.Evaluation;

/// <summary>Decides everything about tasks that can be decided before a model runs, so that mistakes come out first and together.</summary>
/// <param name="template">The model's chat template; null where it has none.</param>
public sealed class TaskPreparation(IDocumentSource source, EvaluationCatalog catalog, ChatTemplate? template)
{
    /// <exception cref="DiagnosticException">Something in the task, its data or the options does not work out.</exception>
    public PreparedTask Prepare(TaskDefinition task, TaskOptions options, DataOverrides? overrides = null) =>
        PrepareAll([task], options, overrides is null ? null : new Dictionary<string, DataOverrides> { [task.Name] = overrides })[0];

    /// <summary>The tasks of one entry under the same options; a sample is divided among them by their sizes.</summary>
    /// <param name="overrides">By task name.</param>
    /// <exception cref="DiagnosticException">Everything that does not work out in any of the tasks.</exception>
    public IReadOnlyList<PreparedTask> PrepareAll(
        IReadOnlyList<TaskDefinition> definitions, TaskOptions options, IReadOnlyDictionary<string, DataOverrides>? overrides = null)
    {
        (TaskDefinition Task, IReadOnlyList<BoundChain> Chains, TaskData Data)[] loaded = Each(definitions, definition =>
        {
            TaskDefinition task = options.Apply(definition);
            return (task, BoundChain.Bind(task, catalog), TaskData.Load(task, source, catalog, overrides?.GetValueOrDefault(task.Name)));
        });
        DocumentSelection[] selections = Selections(options.Selection, loaded.Select(task => (task.Task, task.Data)).ToArray());
        return Each([.. loaded.Zip(selections)], pair =>
            Assemble(pair.First.Task, options with { Selection = pair.Second }, pair.First.Chains, pair.First.Data));
    }

    private PreparedTask Assemble(TaskDefinition task, TaskOptions options, IReadOnlyList<BoundChain> chains, TaskData data)
    {
        PromptAssembler assembler = new(task, data, template);
        FewshotExamples examples = new(task, data, options.FewshotSeed);
        IReadOnlyList<Document> documents = data.Documents.Documents;
        HashSet<int> chosen = [.. options.Selection.Choose(documents.Count)];
        List<DocumentPrompt> prompts = [];
        for (int i = 0; i < documents.Count && prompts.Count < chosen.Count; i++)
        {
            IReadOnlyList<Document> shown = examples.Next(documents[i]);
            if (chosen.Contains(i)) prompts.Add(assembler.Assemble(documents[i], shown));
        }

        Diagnostic[] problems =
        [
            .. from prompt in prompts
               from metric in chains.SelectMany(chain => chain.Metrics).Select(bound => bound.Metric).Distinct()
               from problem in metric.ProblemsOf(prompt.Document)
               select problem,
        ];
        if (problems.Length > 0) throw new DiagnosticException([.. problems.Distinct()]);
        return new(task, options, assembler, prompts, documents.Count, chains);
    }

    private static DocumentSelection[] Selections(DocumentSelection asked, IReadOnlyList<(TaskDefinition Task, TaskData Data)> tasks)
    {
        if (asked is DocumentSelection.Shard shard)
        {
            return [.. Selections(shard.Inner, tasks).Select(inner => shard with { Inner = inner })];
        }

        if (asked is not DocumentSelection.Sample sample) return [.. tasks.Select(_ => asked)];
        if (sample.Count < tasks.Count)
        {
            throw new DiagnosticException(
                TaskCodes.WrongValue, tasks[0].Task.At, $"A sample of {sample.Count} cannot cover {tasks.Count} tasks.",
                "Ask for more documents.");
        }

        int[] counts = SampleAllocation.Allocate([.. tasks.Select(task => task.Data.Documents.Documents.Count)], sample.Count);
        return [.. counts.Select(count => sample with { Count = count })];
    }

    /// <summary>Goes on to the next after a mistake, and throws all mistakes at the end.</summary>
    private static TResult[] Each<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> make)
    {
        List<Diagnostic> problems = [];
        List<TResult> made = [];
        foreach (T item in items)
        {
            try
            {
                made.Add(make(item));
            }
            catch (DiagnosticException error)
            {
                problems.AddRange(error.Diagnostics);
            }
        }

        return problems.Count == 0 ? [.. made] : throw new DiagnosticException(problems);
    }
}
