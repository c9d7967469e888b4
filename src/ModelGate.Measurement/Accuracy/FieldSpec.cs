using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy;

/// <summary>How a task gets a value from a document: <c>doc_to_text</c>, <c>doc_to_target</c>, <c>doc_to_choice</c> and the like.</summary>
public abstract record FieldSpec
{
    private FieldSpec()
    {
    }

    /// <summary>The same whole number for every document.</summary>
    public sealed record Index(long Value) : FieldSpec;

    /// <summary>The same texts for every document.</summary>
    public sealed record Texts(IReadOnlyList<string> Values) : FieldSpec;

    /// <summary>A column's name where the documents have such a column, else a Jinja template.</summary>
    /// <param name="Source">The text as written.</param>
    /// <param name="At">Where its first character stands.</param>
    /// <param name="Indentation">Of its further lines in the file; null where the text is not there line by line.</param>
    public sealed record ColumnOrTemplate(string Source, SourcePoint At, int? Indentation = 0) : FieldSpec;
}
