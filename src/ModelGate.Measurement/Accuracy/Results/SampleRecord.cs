using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Accuracy.Prompts;

namespace ModelGate.Measurement.Accuracy.Results;

/// <summary>One document's scores under one filter, with what identifies it: a line of <c>samples_TASK.jsonl</c>.</summary>
/// <param name="DocumentHash">SHA-256 of the document as indented JSON.</param>
/// <param name="PromptHash">Of the first request's prompt; null in files that do not have it.</param>
/// <param name="Scores">By metric.</param>
/// <param name="Answer">The filtered answer of a generated document; null otherwise.</param>
public sealed record SampleRecord(
    int DocumentId,
    string Filter,
    string DocumentHash,
    string? PromptHash,
    string? TargetHash,
    IReadOnlyDictionary<string, SampleValue> Scores,
    string? Answer)
{
    /// <summary>The records of a result in memory, filter by filter.</summary>
    public static IReadOnlyList<SampleRecord> Of(TaskResult result)
    {
        (string Document, string Prompt, string Target)[] hashes =
            [.. result.Task.Prompts.Select(prompt => (prompt.DocumentHash, prompt.PromptHash, prompt.TargetHash))];
        List<SampleRecord> records = [];
        foreach (BoundChain chain in result.Task.Chains)
        {
            MetricResult[] metrics = [.. result.Metrics.Where(metric => metric.Filter == chain.Name)];
            for (int i = 0; i < hashes.Length; i++)
            {
                DocumentPrompt prompt = result.Task.Prompts[i];
                Dictionary<string, SampleValue> scores = metrics.ToDictionary(metric => metric.Metric, metric => metric.Values[i]);
                string? answer = result.Filtered.TryGetValue(chain.Name, out var filtered) ? filtered[i][0] : null;
                records.Add(new(prompt.Document.Id, chain.Name, hashes[i].Document, hashes[i].Prompt, hashes[i].Target, scores, answer));
            }
        }

        return records;
    }
}
