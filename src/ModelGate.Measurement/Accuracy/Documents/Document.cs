using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Documents;

/// <summary>One row of a data set.</summary>
/// <param name="Id">Position in its split, from 0: the results' <c>doc_id</c>.</param>
/// <param name="Fields">
/// Values by column in the order of the file: null, bool, long, double, string, lists and dictionaries of these.
/// </param>
/// <param name="At">Its file and line.</param>
public sealed record Document(int Id, IReadOnlyDictionary<string, object?> Fields, SourcePoint At);

/// <summary>The documents of one split.</summary>
public sealed class DocumentSet(IReadOnlyList<Document> documents)
{
    private readonly HashSet<string> _columns = [.. documents.SelectMany(document => document.Fields.Keys)];

    public IReadOnlyList<Document> Documents { get; } = documents;

    /// <summary>Whether any document has a field of this name.</summary>
    public bool HasColumn(string name) => _columns.Contains(name);
}

/// <summary>Gives the documents of a split: from local files here, from the Hub in another implementation.</summary>
public interface IDocumentSource
{
    /// <exception cref="DiagnosticException">The data is absent, unreadable, malformed, or has no such split.</exception>
    DocumentSet Read(DatasetReference dataset, string split, SourcePoint task);
}
