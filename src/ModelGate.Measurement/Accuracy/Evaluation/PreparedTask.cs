using System.Security.Cryptography;
using System.Text;
using ModelGate.Measurement.Accuracy.Aggregations;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Filters;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Accuracy.Prompts;
using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Templates;

namespace ModelGate.Measurement.Accuracy.Evaluation;

/// <summary>A task with everything decided before the model runs: prompts of the chosen documents, bound filters and metrics.</summary>
public sealed class PreparedTask
{
    private PreparedTask(
        TaskDefinition task, TaskOptions options, IReadOnlyList<DocumentPrompt> prompts, int splitSize, IReadOnlyList<BoundChain> chains)
    {
        Task = task;
        Options = options;
        Prompts = prompts;
        SplitSize = splitSize;
        Chains = chains;
        Fingerprint = ComputeFingerprint();
    }

    /// <summary>With the options written into it.</summary>
    public TaskDefinition Task { get; }

    public TaskOptions Options { get; }

    /// <summary>Of the chosen documents, in the split's order; at least one.</summary>
    public IReadOnlyList<DocumentPrompt> Prompts { get; }

    /// <summary>Documents in the whole split.</summary>
    public int SplitSize { get; }

    /// <summary>SHA-256 over the prompts, targets and settings: equal fingerprints ask the model the same.</summary>
    public string Fingerprint { get; }

    /// <summary>Requests to the engine, repeats counted.</summary>
    public int RequestCount => Prompts.Sum(prompt => prompt.Requests.Count) * Task.Repeats;

    internal IReadOnlyList<BoundChain> Chains { get; }

    /// <exception cref="DiagnosticException">Something in the task, its data or the options does not work out; before any model runs.</exception>
    public static PreparedTask Prepare(
        TaskDefinition definition,
        TaskOptions options,
        IDocumentSource source,
        EvaluationCatalog catalog,
        ChatTemplate? template,
        DataOverrides? overrides = null)
    {
        TaskDefinition task = options.Apply(definition);
        IReadOnlyList<BoundChain> chains = BoundChain.Bind(task, catalog);
        TaskData data = TaskData.Load(task, source, overrides);
        PromptAssembler assembler = new(task, data, options.SystemInstruction, template);
        FewshotExamples examples = new(task, data, options.FewshotSeed);
        IReadOnlyList<Document> documents = data.Documents.Documents;
        HashSet<int> chosen = [.. options.Selection.Choose(documents.Count)];
        List<DocumentPrompt> prompts = [];
        for (int i = 0; i < documents.Count && prompts.Count < chosen.Count; i++)
        {
            IReadOnlyList<Document> shown = examples.Next(documents[i]);
            if (chosen.Contains(i)) prompts.Add(assembler.Assemble(documents[i], shown));
        }

        return new(task, options, prompts, documents.Count, chains);
    }

    private string ComputeFingerprint()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        GenerationSettings generation = Task.Generation;
        Append(PythonJson.Dumps(Task.Configuration));
        Append($"{Task.Output} {Options.AddBeginOfSequence} {Task.Repeats} {Options.Seed} {Task.FewshotDelimiter}");
        Append($"{generation.MaxTokens} {generation.Temperature} {generation.TopP} {generation.TopK}");
        foreach (string stop in generation.Until ?? []) Append(stop);
        foreach (DocumentPrompt prompt in Prompts)
        {
            Append($"{prompt.Document.Id}");
            Append(PythonRepr.Str(prompt.Target));
            foreach (TextRequest request in prompt.Requests)
            {
                Append(request.Context);
                Append(request.Continuation ?? "");
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // The length in front keeps neighbouring texts apart.
        void Append(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }
}

/// <summary>A filter chain whose steps are bound, and the task's metrics behind it.</summary>
internal sealed record BoundChain(string Name, IReadOnlyList<FilterFunction> Steps, IReadOnlyList<BoundMetric> Metrics)
{
    /// <summary>All names and arguments of a task, checked against the catalog; all mistakes together.</summary>
    public static IReadOnlyList<BoundChain> Bind(TaskDefinition task, EvaluationCatalog catalog)
    {
        List<Diagnostic> problems = [];
        BoundMetric[] metrics = [.. task.Metrics.Select(spec => Collect(() => BoundMetric.Bind(spec, task.Output, catalog))).OfType<BoundMetric>()];
        List<BoundChain> chains = [];
        foreach (FilterChain chain in task.Filters)
        {
            FilterFunction[] steps = [.. chain.Steps.Select(step => Collect(() => BindStep(step, catalog))).OfType<FilterFunction>()];
            chains.Add(new(chain.Name, steps, metrics));
        }

        return problems.Count == 0 ? chains : throw new DiagnosticException(problems);

        T? Collect<T>(Func<T> bind)
            where T : class
        {
            try
            {
                return bind();
            }
            catch (DiagnosticException error)
            {
                problems.AddRange(error.Diagnostics);
                return null;
            }
        }
    }

    public IReadOnlyList<string> Apply(IReadOnlyList<string> answers, Document document)
    {
        foreach (FilterFunction step in Steps) answers = step(answers, document);
        return answers;
    }

    private static FilterFunction BindStep(PartSpec step, EvaluationCatalog catalog) =>
        (catalog.Filter(step.Name) ?? throw BoundMetric.Unknown("filter", step, catalog.Filters.Select(filter => filter.Name)))
        .Bind(new PartArguments(step));
}

internal sealed record BoundMetric(IMetric Metric, MetricFunction Score, IAggregation Aggregation, bool HigherIsBetter)
{
    public static BoundMetric Bind(MetricSpec spec, OutputType output, EvaluationCatalog catalog)
    {
        IMetric metric = catalog.Metric(spec.Part.Name) ?? throw Unknown("metric", spec.Part, catalog.Metrics.Select(known => known.Name));
        string own = metric.AggregationFor(output) ?? throw new DiagnosticException(
            TaskCodes.UnknownPart, spec.Part.At, $"The metric {metric.Name} does not fit the output type {output}.", "Use another metric.");
        PartSpec aggregated = spec.Part with { Name = spec.Aggregation ?? own };
        IAggregation aggregation = catalog.Aggregation(aggregated.Name)
            ?? throw Unknown("aggregation", aggregated, catalog.Aggregations.Select(known => known.Name));
        return new(metric, metric.Bind(new PartArguments(spec.Part)), aggregation, spec.HigherIsBetter ?? metric.HigherIsBetter);
    }

    public static DiagnosticException Unknown(string kind, PartSpec part, IEnumerable<string> known) => new(
        TaskCodes.UnknownPart, part.At, $"There is no {kind} '{part.Name}'.", $"Use one of: {string.Join(", ", known)}.");
}
