using ModelGate.Measurement.Accuracy.Aggregations;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Evaluation;

/// <summary>A metric with its arguments and its aggregation, ready to score.</summary>
/// <param name="Name">As results report it.</param>
internal sealed record BoundMetric(string Name, IMetric Metric, MetricFunction Score, IAggregation Aggregation, bool HigherIsBetter)
{
    public static BoundMetric Bind(MetricSpec spec, OutputType output, EvaluationCatalog catalog)
    {
        PartSpec part = spec.Implementation;
        IMetric metric = catalog.Metric(part.Name) ?? throw Unknown("metric", part, catalog.Metrics.Select(known => known.Name));
        string own = metric.AggregationFor(output) ?? throw new DiagnosticException(
            TaskCodes.UnknownPart, part.At, $"The metric {metric.Name} does not fit the output type {output}.", "Use another metric.");
        PartSpec aggregated = part with { Name = spec.Aggregation ?? own };
        IAggregation aggregation = catalog.Aggregation(aggregated.Name)
            ?? throw Unknown("aggregation", aggregated, catalog.Aggregations.Select(known => known.Name));
        return new(spec.Name, metric, metric.Bind(new PartArguments(part)), aggregation, spec.HigherIsBetter ?? metric.HigherIsBetter);
    }

    public static DiagnosticException Unknown(string kind, PartSpec part, IEnumerable<string> known) => new(
        TaskCodes.UnknownPart, part.At, $"There is no {kind} '{part.Name}'.", $"Use one of: {string.Join(", ", known)}.");
}
