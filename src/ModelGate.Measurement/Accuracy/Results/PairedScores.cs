using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Results;

/// <summary>One document scored by both models.</summary>
public readonly record struct PairedScore(int DocumentId, string DocumentHash, SampleValue Baseline, SampleValue Candidate);

/// <summary>Documents of one task, metric and filter that both sides have.</summary>
/// <param name="OnlyBaseline">Documents the candidate lacks.</param>
/// <param name="OnlyCandidate">Documents the baseline lacks.</param>
public sealed record PairedScores(IReadOnlyList<PairedScore> Documents, int OnlyBaseline, int OnlyCandidate)
{
    /// <summary>Pairs by document hash; equal hashes in the order of document ids.</summary>
    /// <param name="task">Named in problems.</param>
    /// <param name="allowDifferentPrompts">Else a document whose prompts differ is an error.</param>
    /// <exception cref="DiagnosticException">Prompts differ, or no document is in both.</exception>
    public static PairedScores Pair(
        string task,
        string metric,
        string filter,
        IEnumerable<SampleRecord> baseline,
        IEnumerable<SampleRecord> candidate,
        SourcePoint at,
        bool allowDifferentPrompts = false)
    {
        Dictionary<string, Queue<SampleRecord>> waiting = Ordered(baseline, metric, filter)
            .GroupBy(record => record.DocumentHash, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new Queue<SampleRecord>(group), StringComparer.Ordinal);
        List<PairedScore> pairs = [];
        int onlyCandidate = 0, different = 0;
        foreach (SampleRecord record in Ordered(candidate, metric, filter))
        {
            if (!waiting.TryGetValue(record.DocumentHash, out Queue<SampleRecord>? queue) || !queue.TryDequeue(out SampleRecord? partner))
            {
                onlyCandidate++;
                continue;
            }

            if (partner.PromptHash is { } prompt && record.PromptHash is { } other && prompt != other) different++;
            pairs.Add(new(partner.DocumentId, record.DocumentHash, partner.Scores[metric], record.Scores[metric]));
        }

        if (different > 0 && !allowDifferentPrompts)
        {
            throw new DiagnosticException(
                TaskCodes.DifferentPrompts, at, $"{task}: {different} of {pairs.Count} documents were asked with different prompts.",
                "Evaluate both models with the same settings, or allow different prompts explicitly.");
        }

        if (pairs.Count == 0)
        {
            throw new DiagnosticException(
                TaskCodes.NothingToPair, at, $"{task}: no document has {metric},{filter} on both sides.",
                "Evaluate both models on the same documents.");
        }

        pairs.Sort((a, b) => a.DocumentId.CompareTo(b.DocumentId));
        return new(pairs, waiting.Values.Sum(queue => queue.Count), onlyCandidate);
    }

    private static IEnumerable<SampleRecord> Ordered(IEnumerable<SampleRecord> records, string metric, string filter) => records
        .Where(record => record.Filter == filter && record.Scores.ContainsKey(metric))
        .OrderBy(record => record.DocumentId);
}
