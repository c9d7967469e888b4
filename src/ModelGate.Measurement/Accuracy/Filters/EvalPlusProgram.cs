using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.Filters;

/// <summary>
/// <c>evalplus_program</c>: an answer as EvalPlus runs it. Tabs become four spaces; what of the answer is code is found by Python itself
/// when the program runs (<c>evalplus_program.py</c>), so that no second parser can disagree. <c>entry_field</c> names the document's field
/// with the tested function; without it all definitions are kept. <c>helpers_field</c> names one with functions that only the tests need.
/// </summary>
public sealed class EvalPlusProgram : IFilter
{
    private static readonly Lazy<string> Preamble = new(() =>
    {
        using Stream stream = typeof(EvalPlusProgram).Assembly.GetManifestResourceStream("evalplus_program.py")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    });

    public string Name => "evalplus_program";

    public FilterFunction Bind(PartArguments arguments)
    {
        string? field = arguments.Text("entry_field");
        string? helpersField = arguments.Text("helpers_field");
        arguments.RefuseOthers();
        return (answers, document) =>
        {
            string entry = Literal(field, document), helpers = Literal(helpersField, document);
            return [.. answers.Select(answer => Program(answer, entry, helpers))];
        };
    }

    private static string Literal(string? field, Document document) => field is null ? "None" : PythonRepr.Repr(document.Text(field));

    private static string Program(string answer, string entry, string helpers)
    {
        string text = PythonRepr.Repr(answer.Replace("\t", "    ", StringComparison.Ordinal));
        return $"{Preamble.Value}\n\n_run({text}, {entry}, {helpers})\n";
    }
}
