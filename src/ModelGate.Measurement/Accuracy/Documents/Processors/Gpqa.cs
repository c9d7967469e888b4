using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.Documents.Processors;

/// <summary>
/// <c>gpqa</c>: adds the four options as <c>choice1</c> to <c>choice4</c> in shuffled order, and <c>answer</c>, the letter of the right one
/// in brackets (lm_eval/tasks/leaderboard/gpqa/utils.py). The harness shuffles with Python's global generator, so that its order depends on
/// all that ran before; here the order is one and the same: a generator of seed 0 for each data set, its documents in turn.
/// </summary>
public sealed class Gpqa : IDocumentProcessor
{
    private const long Seed = 0;

    private static readonly string[] s_options = ["Incorrect Answer 1", "Incorrect Answer 2", "Incorrect Answer 3", "Correct Answer"];

    public string Name => "gpqa";

    public DocumentProcessing Bind(PartArguments arguments)
    {
        arguments.RefuseOthers();
        return documents =>
        {
            PythonRandom random = new(Seed);
            return [.. documents.Select(document => document.With(Fields(document, random)))];
        };
    }

    private static (string, object?)[] Fields(Document document, PythonRandom random)
    {
        string[] options = [.. s_options.Select(option => Cleaned(document, option))];
        string right = options[^1];
        random.Shuffle(options);
        return
        [
            .. options.Select((option, i) => ($"choice{i + 1}", (object?)option)),
            ("answer", $"({(char)('A' + Array.IndexOf(options, right))})"),
        ];
    }

    /// <summary>A missing option is a space.</summary>
    private static string Cleaned(Document document, string option) =>
        document.Fields.TryGetValue(option, out object? value) && value is null ? " " : WikiHowText.Clean(document.Text(option));
}
