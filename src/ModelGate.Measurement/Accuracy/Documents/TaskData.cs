using ModelGate.Measurement.Accuracy.Documents.Processors;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Documents;

/// <summary>Files that stand in for a task's own data: <c>--data T=FILE</c> and <c>--fewshot-data T=FILE</c>.</summary>
public sealed record DataOverrides(string? Documents = null, string? FewshotDocuments = null);

/// <summary>The documents a task evaluates and the pool its examples come from, processed as the task says.</summary>
/// <param name="FewshotPool">Null where no examples are asked for.</param>
/// <param name="EvaluatedIsPool">
/// Pool and documents are one split to the harness, so that a document is kept out of its own examples, and one more is drawn.
/// </param>
public sealed record TaskData(DocumentSet Documents, DocumentSet? FewshotPool, bool EvaluatedIsPool)
{
    /// <summary>
    /// The evaluated split is test, else validation, else training. The pool is the few-shot split, else the task's own samples, else
    /// training, validation, test. Splits count as equal when both are unset too, as in the harness; files that stand in for a split
    /// change nothing in that.
    /// </summary>
    public static TaskData Load(TaskDefinition task, IDocumentSource source, EvaluationCatalog catalog, DataOverrides? overrides = null)
    {
        DocumentProcessing? processing = BoundProcessor.Bind(task.Processor, catalog);
        DocumentSet raw = overrides?.Documents is { } file
            ? FromFile(file)
            : source.Read(task.Dataset, task.EvaluatedSplit ?? throw NoSplit(task), task.At);
        DocumentSet documents = Processed(raw, processing, task.Processor);
        if (task.Fewshot.Count == 0) return new(documents, null, false);

        DocumentSet pool = Pool(task, source, catalog, documents, overrides);
        if (task.Fewshot.Indices is { } indices) pool = Chosen(pool, indices, task);
        bool same = task.FewshotSplit == task.TestSplit;
        bool drawsOneMore = same && task.Fewshot.Sampler == FewshotSampler.PythonRandom;
        if (pool.Documents.Count >= task.Fewshot.Count + (drawsOneMore ? 1 : 0)) return new(documents, pool, same);
        string besides = drawsOneMore ? ", and one more because a document cannot be its own example" : "";
        throw new DiagnosticException(
            TaskCodes.FewFewshotDocuments,
            pool.Documents.Count > 0 ? pool.Documents[0].At with { Line = 0, Column = 0 } : task.At,
            $"The task {task.Name} asks for {task.Fewshot.Count} examples{besides}, but there are {pool.Documents.Count} to choose from.",
            "Ask for fewer shots or give more few-shot documents.");
    }

    private static DocumentSet Pool(
        TaskDefinition task, IDocumentSource source, EvaluationCatalog catalog, DocumentSet documents, DataOverrides? overrides)
    {
        PartSpec? processor = task.Fewshot.Processor ?? task.Processor;
        if (overrides?.FewshotDocuments is { } file) return Processed(FromFile(file), BoundProcessor.Bind(processor, catalog), processor);
        if (task.FewshotSplit is null && task.Fewshot.Samples is { } samples)
        {
            return new([.. samples.Select((fields, i) => new Document(i, fields, task.At))]);
        }

        string split = task.FewshotSplit ?? task.TrainingSplit ?? task.ValidationSplit ?? task.TestSplit ?? throw NoSplit(task);
        return split == task.EvaluatedSplit && processor == task.Processor
            ? documents
            : Processed(source.Read(task.Dataset, split, task.At), BoundProcessor.Bind(processor, catalog), processor);
    }

    /// <summary>What is left is numbered anew, as the harness numbers it.</summary>
    private static DocumentSet Processed(DocumentSet documents, DocumentProcessing? processing, PartSpec? processor)
    {
        if (processing is null) return documents;
        DocumentSet processed = new([.. processing(documents.Documents).Select((document, i) => document with { Id = i })]);
        if (processed.Documents.Count > 0) return processed;
        throw new DiagnosticException(
            TaskCodes.EmptySplit, documents.Documents[0].At with { Line = 0, Column = 0 },
            $"'{processor!.Name}' leaves none of {documents.Documents.Count} documents.", "Give the documents that the task is about.");
    }

    private static DocumentSet Chosen(DocumentSet pool, IReadOnlyList<int> indices, TaskDefinition task)
    {
        int last = indices.Max();
        return last < pool.Documents.Count
            ? new([.. indices.Select(index => pool.Documents[index])])
            : throw new DiagnosticException(
                TaskCodes.FewFewshotDocuments, task.At,
                $"'fewshot_indices' names document {last}, but there are {pool.Documents.Count} to choose from.", "Correct the indices.");
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
