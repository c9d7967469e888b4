using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.Documents.Processors;

/// <summary>
/// <c>arc_four_options</c>: leaves out questions without exactly four options, and turns digits as labels into the letters A to D
/// (lm_eval/tasks/llama3/instruct/arc_challenge/utils.py).
/// </summary>
public sealed class ArcFourOptions : DocumentMapper
{
    private static readonly string[] s_letters = ["A", "B", "C", "D"];

    public override string Name => "arc_four_options";

    protected override bool Keeps(Document document) =>
        document.Mapping("choices").GetValueOrDefault("label") is IReadOnlyList<object?> { Count: 4 };

    protected override IEnumerable<(string Name, object? Value)> Fields(Document document)
    {
        OrderedDictionary<string, object?> choices = new(document.Mapping("choices"), StringComparer.Ordinal)
        {
            ["label"] = s_letters.Cast<object?>().ToList(),
        };
        yield return ("choices", choices);
        string key = document.Text("answerKey");
        bool isNumber = PythonText.TryParseDigits(key, out long number) && number is >= 1 and <= 4;
        yield return ("answerKey", isNumber ? s_letters[number - 1] : key);
    }
}
