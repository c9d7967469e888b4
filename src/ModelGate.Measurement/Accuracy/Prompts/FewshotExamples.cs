using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Prompts;

/// <summary>
/// Chooses the examples of each document as the harness does (lm_eval/api/samplers.py). It must be asked for every document of the split in
/// order, evaluated or not: the generator's state is carried on from one to the next.
/// </summary>
internal sealed class FewshotExamples(TaskDefinition task, TaskData data, long seed)
{
    private readonly IReadOnlyList<Document> _pool = data.FewshotPool?.Documents ?? [];
    private readonly PythonRandom _random = new(seed);

    public IReadOnlyList<Document> Next(Document evaluated)
    {
        int count = task.Fewshot.Count;
        if (count == 0) return [];
        IEnumerable<Document> candidates = task.Fewshot.Sampler == FewshotSampler.FirstN
            ? _pool
            : _random.Sample(_pool.Count, data.EvaluatedIsPool ? count + 1 : count).Select(index => _pool[index]);
        if (data.EvaluatedIsPool) candidates = candidates.Where(example => !SameValue(example.Fields, evaluated.Fields));
        Document[] chosen = [.. candidates.Take(count)];
        if (chosen.Length == count) return chosen;
        throw new DiagnosticException(
            TaskCodes.FewFewshotDocuments, evaluated.At,
            $"Document {evaluated.Id} has {chosen.Length} of {count} examples, because the pool holds it more than once.",
            "Remove the duplicates, or name another 'fewshot_split'.");
    }

    /// <summary>Documents are the same when their content is, as Python compares dictionaries.</summary>
    private static bool SameValue(object? a, object? b) => (a, b) switch
    {
        (IReadOnlyDictionary<string, object?> x, IReadOnlyDictionary<string, object?> y) =>
            x.Count == y.Count && x.All(pair => y.TryGetValue(pair.Key, out object? other) && SameValue(pair.Value, other)),
        (IReadOnlyList<object?> x, IReadOnlyList<object?> y) =>
            x.Count == y.Count && x.Zip(y).All(pair => SameValue(pair.First, pair.Second)),
        _ => Equals(a, b),
    };
}
