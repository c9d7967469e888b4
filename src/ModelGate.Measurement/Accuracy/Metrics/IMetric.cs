using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Metrics;

/// <summary>A way to score documents, by the name that <c>metric_list</c> uses.</summary>
public interface IMetric
{
    string Name { get; }

    bool HigherIsBetter { get; }

    /// <summary>Lowest and highest score; null where there is no bound, so that no recovery can be taken.</summary>
    (double Low, double High)? Range { get; }

    /// <summary>
    /// How documents' values become one, by the name of an aggregation; null where the metric does not fit the output type.
    /// </summary>
    string? AggregationFor(OutputType output);

    /// <summary>Where its values can differ from its definition, in full sentences that results repeat; empty where they cannot.</summary>
    IReadOnlyList<string> Approximations => [];

    /// <summary>What of a document it cannot score, told before a model is asked.</summary>
    IReadOnlyList<Diagnostic> ProblemsOf(Document document) => [];

    /// <summary>Checks the arguments once, before any work.</summary>
    /// <exception cref="DiagnosticException">
    /// An unknown or wrong argument, or something the metric needs is missing here.
    /// </exception>
    MetricFunction Bind(PartArguments arguments);
}

/// <summary>Scores documents of one task; values in their order.</summary>
public delegate IReadOnlyList<SampleValue> MetricFunction(IReadOnlyList<DocumentOutcome> outcomes, CancellationToken cancel);

/// <summary>A metric that needs one document at a time and no arguments.</summary>
public abstract class DocumentMetric : IMetric
{
    public abstract string Name { get; }

    public virtual bool HigherIsBetter => true;

    public virtual (double Low, double High)? Range => (0, 1);

    public abstract string? AggregationFor(OutputType output);

    public MetricFunction Bind(PartArguments arguments)
    {
        arguments.RefuseOthers();
        return (outcomes, _) => [.. outcomes.Select(Score)];
    }

    protected abstract SampleValue Score(DocumentOutcome outcome);

    protected InvalidOperationException DoesNotFit(DocumentOutcome outcome) => new($"{Name} cannot score {outcome.GetType().Name}.");
}
