using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Documents.Processors;

/// <summary>
/// <c>join_answers</c>: adds another model's answers, from a file of the Hub or a local one, joined by the prompt's name. Three forms of
/// a row are read, all of Arena-Hard-Auto: <c>uid</c> with <c>answer</c>, <c>uid</c> with <c>messages</c>, and <c>question_id</c> with
/// <c>choices</c>.
/// </summary>
/// <param name="source">Gives the file of the Hub.</param>
/// <param name="localFile">Absolute path of a file that replaces it; null where there is none.</param>
public sealed class JoinAnswers(IDocumentSource source, string? localFile) : IDocumentProcessor
{
    private const int NamesShown = 3;

    public string Name => "join_answers";

    public DocumentProcessing Bind(PartArguments arguments)
    {
        string dataset = Required(arguments, "dataset_path"), file = Required(arguments, "data_file");
        string split = Required(arguments, "split"), key = arguments.Text("key") ?? "uid";
        string field = arguments.Text("field") ?? "baseline_answer";
        string? revision = arguments.Text("revision");
        arguments.RefuseOthers();
        SourcePoint at = arguments.Part.At;
        return documents =>
        {
            IReadOnlyList<Document> rows = localFile is null
                ? source.Read(
                    new DatasetReference.HubFiles(
                        dataset, revision, LocalFormat.Json, new Dictionary<string, IReadOnlyList<string>> { [split] = [file] }),
                    split, at).Documents
                : LocalDocuments.ReadFile(localFile, LocalFormat.Json);
            return Join(documents, Answers(rows), key, field, new(localFile ?? file));
        };
    }

    private static IEnumerable<Document> Join(
        IReadOnlyList<Document> documents, Dictionary<string, string> answers, string key, string field, SourcePoint file)
    {
        string[] missing = [.. documents.Select(document => document.Text(key)).Where(name => !answers.ContainsKey(name))];
        if (missing.Length == 0) return documents.Select(document => document.With([(field, answers[document.Text(key)])]));
        string names = string.Join(", ", missing.Take(NamesShown)) + (missing.Length > NamesShown ? ", …" : "");
        throw new DiagnosticException(
            TaskCodes.MissingAnswer, file, $"Answers to {missing.Length} of {documents.Count} prompts are missing: {names}.",
            "Give the answers to all prompts, or evaluate only prompts that have one.");
    }

    private static Dictionary<string, string> Answers(IReadOnlyList<Document> rows)
    {
        Dictionary<string, string> answers = new(StringComparer.Ordinal);
        foreach (Document row in rows)
        {
            string name = row.Text(row.Fields.ContainsKey("uid") ? "uid" : "question_id");
            if (answers.TryAdd(name, AnswerOf(row))) continue;
            throw new DiagnosticException(
                TaskCodes.MalformedDocument, row.At, $"There are two answers to {name}.", "Leave one of them out.");
        }

        return answers;
    }

    private static string AnswerOf(Document row)
    {
        object? answer = row.Fields.GetValueOrDefault("answer")
            ?? Last(row.Fields.GetValueOrDefault("messages"), "content")
            ?? Last(Last(row.Fields.GetValueOrDefault("choices"), "turns"), "content");
        if (answer is IReadOnlyDictionary<string, object?> parts) answer = parts.GetValueOrDefault("answer");
        return answer as string ?? throw new DiagnosticException(
            TaskCodes.MalformedDocument, row.At, "The row holds no answer.",
            "Give 'answer', 'messages' or 'choices' as Arena-Hard-Auto does.");
    }

    private static object? Last(object? list, string field) =>
        list is IReadOnlyList<object?> { Count: > 0 } items && items[^1] is IReadOnlyDictionary<string, object?> item
            ? item.GetValueOrDefault(field) : null;

    private static string Required(PartArguments arguments, string name) => arguments.Text(name) ?? throw new DiagnosticException(
        TaskCodes.MissingKey, arguments.Part.At, $"'{arguments.Part.Name}' needs '{name}'.", "Add it.");
}
