using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.Prompts;

/// <summary>
/// What <c>doc_to_text</c>, <c>doc_to_target</c>, <c>doc_to_choice</c> and <c>gen_prefix</c> give for a document, read as the harness reads
/// them (lm_eval/api/task.py): digits become a number where the task has choices, a printed list becomes a list.
/// </summary>
internal sealed class TaskFields(FieldReader? text, FieldReader? target, FieldReader? choices, FieldReader? prefix)
{
    /// <summary>Fields as the evaluated documents use them.</summary>
    public static TaskFields ForDocuments(TaskDefinition task, DocumentSet documents) => new(
        Reader("doc_to_text", task.Text, documents),
        Reader("doc_to_target", task.Target, documents),
        Reader("doc_to_choice", task.Choices, documents),
        Reader("gen_prefix", task.GenerationPrefix, documents));

    /// <summary>Fields as examples use them: <c>fewshot_config</c> may replace each.</summary>
    public static TaskFields ForExamples(TaskDefinition task, DocumentSet documents) => new(
        Reader("doc_to_text", task.Fewshot.Text ?? task.Text, documents),
        Reader("doc_to_target", task.Fewshot.Target ?? task.Target, documents),
        Reader("doc_to_choice", task.Fewshot.Choices ?? task.Choices, documents),
        Reader("gen_prefix", task.Fewshot.GenerationPrefix ?? task.GenerationPrefix, documents));

    public static FieldReader? Reader(string key, FieldSpec? spec, DocumentSet documents) =>
        spec is null ? null : new(key, spec, documents);

    public bool HasChoices => choices is not null;

    /// <summary>The question as text, or as an index into the choices where contexts are chosen instead of continuations.</summary>
    public object Text(Document document) => text is null ? "" : AsTextOrIndex(text, document);

    /// <summary>A text, a number or a list.</summary>
    public object? Target(Document document)
    {
        object? value = target?.Read(document);
        if (value is not string printed || !target!.IsTemplate) return value;
        if (HasChoices && PythonText.TryParseDigits(printed, out long index)) return index;
        bool isList = printed.Length >= 2 && printed[0] == '[' && printed[^1] == ']' && PythonLiteral.TryParse(printed, out value);
        return isList ? value : printed;
    }

    public IReadOnlyList<string> Choices(Document document)
    {
        if (choices is null) return [];
        switch (choices.Read(document))
        {
            case string printed when choices.IsTemplate:
                return PythonLiteral.TryParseTexts(printed, out IReadOnlyList<string> texts)
                    ? NotEmpty(texts, document)
                    : throw choices.Unusable(document, $"prints '{Shortened(printed)}', which is not a Python list of texts");
            case IReadOnlyList<string> fixedTexts: return fixedTexts;
            case IReadOnlyList<object?> items when items.All(item => item is string): return NotEmpty([.. items.Cast<string>()], document);
            default: throw choices.Unusable(document, "does not give a list of texts");
        }
    }

    public string? Prefix(Document document) => prefix?.Read(document) switch
    {
        null => null,
        string value => value,
        _ => throw prefix.Unusable(document, "does not give a text"),
    };

    /// <summary>The bare question.</summary>
    public string Question(Document document) => Text(document) as string ?? throw text!.Unusable(
        document, "gives only digits, which count as the number of a choice because the task has choices");

    /// <summary>The right one of the contexts, where contexts are chosen.</summary>
    public string RightContext(Document document)
    {
        IReadOnlyList<string> contexts = Choices(document);
        int right = Index(Text(document), contexts);
        return right >= 0 ? contexts[right] : throw text!.Unusable(document, $"names none of the {contexts.Count} choices");
    }

    /// <summary>Indices of the right choices; −100 for what is not among them.</summary>
    public IReadOnlyList<int> Gold(Document document, IReadOnlyList<string> texts, bool choosesContext)
    {
        object? value = choosesContext ? Text(document) : Target(document);
        return value is IReadOnlyList<object?> several ? [.. several.Select(item => Index(item, texts))] : [Index(value, texts)];
    }

    /// <summary>The example's answer; empty where it has none.</summary>
    public string Answer(Document document)
    {
        object? value = Target(document);
        if (value is IReadOnlyList<object?> several) value = several.Count > 0 ? several[0] : null;
        if (value is not (long or bool) || !HasChoices) return value is null ? "" : PythonRepr.Str(value);
        IReadOnlyList<string> texts = Choices(document);
        int index = Index(value, texts);
        return index >= 0
            ? texts[index]
            : throw target!.Unusable(document, $"is {PythonRepr.Str(value)}, but there are {texts.Count} choices");
    }

    private object AsTextOrIndex(FieldReader reader, Document document) => reader.Read(document) switch
    {
        string printed when reader.IsTemplate && HasChoices && PythonText.TryParseDigits(printed, out long index) => index,
        string printed => printed,
        long index when HasChoices => index,
        _ => throw reader.Unusable(document, "does not give a text"),
    };

    private IReadOnlyList<string> NotEmpty(IReadOnlyList<string> texts, Document document) =>
        texts.Count > 0 ? texts : throw choices!.Unusable(document, "gives no choice");

    private static int Index(object? value, IReadOnlyList<string> texts)
    {
        const int notFound = -100;
        switch (value)
        {
            case bool flag: return Index(flag ? 1L : 0L, texts);
            case long index: return index >= 0 && index < texts.Count ? (int)index : notFound;
            case string text:
                for (int i = 0; i < texts.Count; i++)
                {
                    if (texts[i] == text) return i;
                }

                return notFound;
            default: return notFound;
        }
    }

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
