namespace ModelGate.Measurement.Accuracy.Filters;

/// <summary>
/// <c>build_program</c>: puts the document's field <c>prompt_field</c> (default <c>prompt</c>) in front of each answer, which is how
/// HumanEval completions become programs. With <c>until</c>, an answer ends where that text begins.
/// </summary>
public sealed class ProgramFilter : IFilter
{
    public string Name => "build_program";

    public FilterFunction Bind(PartArguments arguments)
    {
        string field = arguments.Text("prompt_field") ?? "prompt";
        string? until = arguments.Text("until");
        arguments.RefuseOthers();
        return (answers, document) =>
        {
            string prompt = document.Text(field);
            return [.. answers.Select(answer => prompt + Before(until, answer))];
        };
    }

    private static string Before(string? end, string answer)
    {
        int at = end is null ? -1 : answer.IndexOf(end, StringComparison.Ordinal);
        return at < 0 ? answer : answer[..at];
    }
}
