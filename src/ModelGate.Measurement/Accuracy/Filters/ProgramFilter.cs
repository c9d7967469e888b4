namespace ModelGate.Measurement.Accuracy.Filters;

/// <summary>
/// <c>build_program</c>: puts the document's field <c>prompt_field</c> (default <c>prompt</c>) in front of each answer, which is how
/// HumanEval completions become programs.
/// </summary>
public sealed class ProgramFilter : IFilter
{
    public string Name => "build_program";

    public FilterFunction Bind(PartArguments arguments)
    {
        string field = arguments.Text("prompt_field") ?? "prompt";
        arguments.RefuseOthers();
        return (answers, document) => document.Fields.TryGetValue(field, out object? prompt) && prompt is string text
            ? [.. answers.Select(answer => text + answer)]
            : throw new Models.Diagnostics.DiagnosticException(
                TaskCodes.UnrenderableDocument, document.At, $"Document {document.Id} has no text in the field '{field}'.",
                "Add the field.");
    }
}
