using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Measurement.Accuracy.Documents.Processors;

/// <summary>
/// <c>hellaswag</c>: adds <c>query</c> (activity and both parts of the context), <c>choices</c> (the endings) and <c>gold</c>, all cleaned
/// of what WikiHow left (lm_eval/tasks/hellaswag/utils.py).
/// </summary>
public sealed class HellaSwag : DocumentMapper
{
    public override string Name => "hellaswag";

    protected override IEnumerable<(string Name, object? Value)> Fields(Document document)
    {
        string context = $"{document.Text("ctx_a")} {LetterCase.Capitalize(document.Text("ctx_b"))}";
        yield return ("query", WikiHowText.Clean($"{document.Text("activity_label")}: {context}"));
        yield return ("choices", document.Texts("endings").Select(ending => (object?)WikiHowText.Clean(ending)).ToList());
        if (PythonText.TryParseDigits(document.Text("label"), out long gold)) yield return ("gold", gold);
    }
}

/// <summary>What the harness does to texts that came from WikiHow; GPQA's options get the same.</summary>
internal static partial class WikiHowText
{
    /// <summary>
    /// In this order: strips; turns " [title]" into ". "; deletes each shortest bracketed run of one line; halves double spaces once. A
    /// text that began with a bracket keeps the space behind it.
    /// </summary>
    public static string Clean(string text)
    {
        text = PythonText.Strip(text).Replace(" [title]", ". ", StringComparison.Ordinal);
        return Bracketed().Replace(text, "").Replace("  ", " ", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\[[^\n]*?\]")]
    private static partial Regex Bracketed();
}
