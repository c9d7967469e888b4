using ModelGate.Measurement.Accuracy.Aggregations;
using ModelGate.Measurement.Accuracy.Documents.Processors;
using ModelGate.Measurement.Accuracy.Filters;
using ModelGate.Measurement.Accuracy.Metrics;

namespace ModelGate.Measurement.Accuracy;

/// <summary>The metrics, filters, aggregations and document processors that tasks can name. Names are unique within a kind.</summary>
public sealed record EvaluationCatalog
{
    public required IReadOnlyList<IMetric> Metrics { get; init; }

    public required IReadOnlyList<IFilter> Filters { get; init; }

    public required IReadOnlyList<IAggregation> Aggregations { get; init; }

    public required IReadOnlyList<IDocumentProcessor> Processors { get; init; }

    public IMetric? Metric(string name) => Metrics.FirstOrDefault(metric => metric.Name == name);

    public IFilter? Filter(string name) => Filters.FirstOrDefault(filter => filter.Name == name);

    public IAggregation? Aggregation(string name) => Aggregations.FirstOrDefault(aggregation => aggregation.Name == name);

    public IDocumentProcessor? Processor(string name) => Processors.FirstOrDefault(processor => processor.Name == name);
}
