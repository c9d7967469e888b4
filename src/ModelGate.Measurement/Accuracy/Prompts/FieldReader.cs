using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Templates;

namespace ModelGate.Measurement.Accuracy.Prompts;

/// <summary>One field specification, compiled against the columns of the data it reads.</summary>
internal sealed class FieldReader
{
    private readonly string _key;
    private readonly object? _constant;
    private readonly FieldSpec.ColumnOrTemplate? _source;
    private readonly JinjaTemplate? _template;

    /// <param name="key">The task's key, for problems.</param>
    /// <param name="documents">Decide whether a text is a column's name.</param>
    public FieldReader(string key, FieldSpec spec, DocumentSet documents)
    {
        _key = key;
        switch (spec)
        {
            case FieldSpec.Index index: _constant = index.Value; break;
            case FieldSpec.Texts texts: _constant = texts.Values; break;
            case FieldSpec.ColumnOrTemplate source:
                _source = source;
                bool isColumn = documents.HasColumn(source.Source);
                _template = isColumn ? null : TaskTemplates.Parse(source);
                break;
        }
    }

    /// <summary>The value was printed by a template, so that its text may have to be read as a number or list.</summary>
    public bool IsTemplate => _template is not null;

    public object? Read(Document document)
    {
        if (_source is null) return _constant;
        if (_template is null)
        {
            return document.Fields.TryGetValue(_source.Source, out object? value)
                ? value : throw Unrenderable(document, $"it has no field '{_source.Source}', which '{_key}' names");
        }

        try
        {
            return _template.Render(document.Fields);
        }
        catch (DiagnosticException error)
        {
            Diagnostic first = error.Diagnostics[0];
            throw Unrenderable(document, $"'{_key}' at {first.At} fails: {first.Problem.TrimEnd('.')}");
        }
    }

    public DiagnosticException Unusable(Document document, string problem) => new(
        TaskCodes.WrongFieldValue, document.At, $"Document {document.Id}: '{_key}' {problem}.",
        $"Correct the document, or '{_key}' in the task.");

    private static DiagnosticException Unrenderable(Document document, string problem) => new(
        TaskCodes.UnrenderableDocument, document.At, $"Document {document.Id} gives no prompt: {problem}.",
        "Correct the document or the task's template.");
}
