using ModelGate.Measurement.Accuracy.Documents.Processors;

namespace ModelGate.Measurement.Accuracy.Evaluation;

/// <summary>Document processors of a task, found in the catalog and checked.</summary>
public static class BoundProcessor
{
    /// <exception cref="Models.Diagnostics.DiagnosticException">There is no such processor, or an argument is wrong.</exception>
    public static DocumentProcessing? Bind(PartSpec? processor, EvaluationCatalog catalog) => processor is null
        ? null
        : (catalog.Processor(processor.Name)
            ?? throw BoundMetric.Unknown("document processor", processor, catalog.Processors.Select(known => known.Name)))
            .Bind(new PartArguments(processor));
}
