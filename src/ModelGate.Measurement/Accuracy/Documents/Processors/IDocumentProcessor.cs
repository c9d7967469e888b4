namespace ModelGate.Measurement.Accuracy.Documents.Processors;

/// <summary>
/// Prepares a split's documents before any of them is used, by the name that <c>process_docs</c> gives: where the harness names a Python
/// function. It may add fields and leave documents out. Pool and evaluated documents go through the same one.
/// </summary>
public interface IDocumentProcessor
{
    string Name { get; }

    /// <summary>Checks the arguments once, before any work.</summary>
    /// <exception cref="Models.Diagnostics.DiagnosticException">An unknown or wrong argument.</exception>
    DocumentProcessing Bind(PartArguments arguments);
}

/// <summary>From all documents of a split to those that are used, in order; their numbers are given afterwards.</summary>
/// <exception cref="Models.Diagnostics.DiagnosticException">A document lacks a field that is needed.</exception>
public delegate IEnumerable<Document> DocumentProcessing(IReadOnlyList<Document> documents);

/// <summary>A processor that takes one document at a time and has no arguments.</summary>
public abstract class DocumentMapper : IDocumentProcessor
{
    public abstract string Name { get; }

    public DocumentProcessing Bind(PartArguments arguments)
    {
        arguments.RefuseOthers();
        return documents => documents.Where(Keeps).Select(document => document.With([.. Fields(document)]));
    }

    protected virtual bool Keeps(Document document) => true;

    /// <summary>Fields that are added, or take the place of those of the same name.</summary>
    protected abstract IEnumerable<(string Name, object? Value)> Fields(Document document);
}
