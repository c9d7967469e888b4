using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Documents;

/// <summary>Files that stand in for a task's own data: <c>--data T=FILE</c> and <c>--fewshot-data T=FILE</c>.</summary>
public sealed record DataOverrides(string? Documents = null, string? FewshotDocuments = null);

/// <summary>The documents a task evaluates and the pool its examples come from.</summary>
/// <param name="FewshotPool">Null where no examples are asked for.</param>
/// <param name="EvaluatedIsPool">Pool and documents are one split, so that a document must be kept out of its own examples.</param>
public sealed record TaskData(DocumentSet Documents, DocumentSet? FewshotPool, bool EvaluatedIsPool)
{
    /// <summary>
    /// The evaluated split is test, else validation, else training. The pool is the few-shot split, else the task's own samples, else
    /// training, validation, test. Splits count as equal when both are unset too, as in the harness.
    /// </summary>
    public static TaskData Load(TaskDefinition task, IDocumentSource source, DataOverrides? overrides = null)
    {
        DocumentSet documents = overrides?.Documents is { } file
            ? FromFile(file)
            : source.Read(task.Dataset, task.EvaluatedSplit ?? throw NoSplit(task), task.At);
        if (task.Fewshot.Count == 0) return new(documents, null, false);

        DocumentSet pool = Pool(task, source, documents, overrides);
        bool same = task.FewshotSplit == task.TestSplit && overrides?.FewshotDocuments is null;
        int needed = task.Fewshot.Count + (same ? 1 : 0);
        if (pool.Documents.Count >= needed) return new(documents, pool, same);
        string besides = same ? ", and one more because a document cannot be its own example" : "";
        throw new DiagnosticException(
            TaskCodes.FewFewshotDocuments,
            pool.Documents.Count > 0 ? pool.Documents[0].At with { Line = 0, Column = 0 } : task.At,
            $"The task {task.Name} asks for {task.Fewshot.Count} examples{besides}, but there are {pool.Documents.Count} to choose from.",
            "Ask for fewer shots or give more few-shot documents.");
    }

    private static DocumentSet Pool(TaskDefinition task, IDocumentSource source, DocumentSet documents, DataOverrides? overrides)
    {
        if (overrides?.FewshotDocuments is { } file) return FromFile(file);
        if (task.FewshotSplit is null && task.Fewshot.Samples is { } samples)
        {
            return new([.. samples.Select((fields, i) => new Document(i, fields, task.At))]);
        }

        string split = task.FewshotSplit ?? task.TrainingSplit ?? task.ValidationSplit ?? task.TestSplit ?? throw NoSplit(task);
        return split == task.EvaluatedSplit ? documents : source.Read(task.Dataset, split, task.At);
    }

    private static DocumentSet FromFile(string file)
    {
        LocalFormat format = Path.GetExtension(file).Equals(".csv", StringComparison.OrdinalIgnoreCase)
            ? LocalFormat.Csv : LocalFormat.Json;
        DocumentSet documents = new(LocalDocuments.ReadFile(file, format));
        if (documents.Documents.Count > 0) return documents;
        throw new DiagnosticException(TaskCodes.EmptySplit, new(file), "The file holds no document.", "Give a file with documents.");
    }

    private static DiagnosticException NoSplit(TaskDefinition task) => new(
        TaskCodes.UnknownSplit, task.At, $"The task {task.Name} names no split.",
        "Add 'test_split', 'validation_split' or 'training_split'.");
}
