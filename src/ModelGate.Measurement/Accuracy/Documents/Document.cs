using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Documents;

/// <summary>One row of a data set.</summary>
/// <param name="Id">Position in its split, from 0: the results' <c>doc_id</c>.</param>
/// <param name="Fields">
/// Values by column in the order of the file: null, bool, long, double, string, lists and dictionaries of these.
/// </param>
/// <param name="At">Its file and line.</param>
public sealed record Document(int Id, IReadOnlyDictionary<string, object?> Fields, SourcePoint At)
{
    /// <summary>A text that must be there.</summary>
    /// <exception cref="DiagnosticException">There is no such field, or it is not a text.</exception>
    public string Text(string field) => Field(field) as string ?? throw NotA("a text", field);

    /// <inheritdoc cref="Text"/>
    public IReadOnlyList<string> Texts(string field) =>
        Field(field) is IReadOnlyList<object?> items && items.All(item => item is string)
            ? [.. items.Cast<string>()] : throw NotA("a list of texts", field);

    /// <inheritdoc cref="Text"/>
    public IReadOnlyDictionary<string, object?> Mapping(string field) =>
        Field(field) as IReadOnlyDictionary<string, object?> ?? throw NotA("an object", field);

    /// <summary>The same with fields added behind the others, or replaced where they stand.</summary>
    public Document With(IReadOnlyList<(string Name, object? Value)> fields)
    {
        OrderedDictionary<string, object?> all = new(Fields, StringComparer.Ordinal);
        foreach ((string name, object? value) in fields) all[name] = value;
        return this with { Fields = all };
    }

    private object? Field(string name) => Fields.TryGetValue(name, out object? value)
        ? value
        : throw new DiagnosticException(
            TaskCodes.UnrenderableDocument, At, $"Document {Id} has no field '{name}', which the task needs.", "Correct the document.");

    private DiagnosticException NotA(string kind, string field) => new(
        TaskCodes.WrongFieldValue, At, $"Document {Id}: the field '{field}' is not {kind}.", "Correct the document.");
}

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
