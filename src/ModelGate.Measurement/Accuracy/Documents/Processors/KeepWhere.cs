using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Documents.Processors;

/// <summary><c>keep_where</c>: keeps the documents whose text <c>field</c> is <c>equals</c>.</summary>
public sealed class KeepWhere : IDocumentProcessor
{
    public string Name => "keep_where";

    public DocumentProcessing Bind(PartArguments arguments)
    {
        string? field = arguments.Text("field"), value = arguments.Text("equals");
        arguments.RefuseOthers();
        if (field is null || value is null)
        {
            throw new DiagnosticException(
                TaskCodes.MissingKey, arguments.Part.At, $"{Name} needs 'field' and 'equals'.",
                "Write 'process_docs: {function: keep_where, field: F, equals: VALUE}'.");
        }

        return documents => documents.Where(document => document.Text(field) == value);
    }
}
