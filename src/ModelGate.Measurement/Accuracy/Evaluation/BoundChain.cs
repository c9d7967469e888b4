using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Filters;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Evaluation;

/// <summary>A filter chain whose steps are bound, and the task's metrics behind it.</summary>
internal sealed record BoundChain(string Name, IReadOnlyList<FilterFunction> Steps, IReadOnlyList<BoundMetric> Metrics)
{
    /// <summary>All names and arguments of a task, checked against the catalog; all mistakes together.</summary>
    public static IReadOnlyList<BoundChain> Bind(TaskDefinition task, EvaluationCatalog catalog)
    {
        List<Diagnostic> problems = [];
        BoundMetric[] metrics =
            [.. task.Metrics.Select(spec => Collect(() => BoundMetric.Bind(spec, task.Output, catalog))).OfType<BoundMetric>()];
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
