using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Requests;
using ModelGate.Models.Engines;
using ModelGate.Numerics.Kernels;

namespace ModelGate.Measurement.Accuracy.Comparison;

/// <summary>
/// Compares two models position by position on the same texts, from the begin-of-sequence token to the last token.
/// </summary>
/// <param name="baseline">Both engines need the same vocabulary.</param>
public sealed class LogitComparison(IInferenceEngine baseline, IInferenceEngine candidate)
{
    /// <summary>The documents of a rolling task.</summary>
    public DivergenceResult Compare(PreparedTask rolling, IProgress<int>? finished = null, CancellationToken cancel = default)
    {
        RequestEncoder encoder = new(baseline.Tokenizer, rolling.Task.Gating.AddBeginOfSequence);
        return Compare(
            [.. rolling.Prompts.Select(prompt => (prompt.Document.Id, encoder.WholeText(prompt.Requests[0].Context)))], finished, cancel);
    }

    /// <summary>Logits of the baseline that wait for the candidate's; a long text of a wide vocabulary is read in pieces.</summary>
    private const long MostKeptBytes = 256L << 20;

    /// <param name="documents">Token ids with the begin-of-sequence token in front.</param>
    public DivergenceResult Compare(
        IReadOnlyList<(int DocumentId, int[] Tokens)> documents, IProgress<int>? finished = null, CancellationToken cancel = default)
    {
        int context = Math.Min(baseline.ContextLength, candidate.ContextLength);
        int counted = (int)Math.Clamp(MostKeptBytes / ((long)sizeof(float) * baseline.Tokenizer.VocabularySize), 1, context);
        List<DocumentDivergence> results = [];
        foreach ((int id, int[] tokens) in documents)
        {
            DocumentDivergence result = new(id, 0, 0, 0);
            foreach ((int start, int from, int end) in Windows(tokens.Length, context, counted))
            {
                cancel.ThrowIfCancellationRequested();
                result = Add(result, tokens.AsSpan(start, end - start), from - start);
            }

            results.Add(result);
            finished?.Report(results.Count);
        }

        return new(results);
    }

    /// <summary>Windows within the context; each position counts once, with as much text before it as fits.</summary>
    /// <param name="counted">Most positions that count in one window: what is kept of the baseline is bounded by it.</param>
    /// <returns>Start of the window, first position that counts, end.</returns>
    internal static IEnumerable<(int Start, int From, int End)> Windows(int length, int context, int counted)
    {
        for (int from = 0; from < length;)
        {
            int end = Math.Min(from + counted, length);
            yield return (Math.Max(0, end - context), from, end);
            from = end;
        }
    }

    private DocumentDivergence Add(DocumentDivergence sum, ReadOnlySpan<int> tokens, int from)
    {
        // Both distributions of a position are needed together: the baseline's are kept as logits until the candidate's arrive.
        List<float[]> kept = [];
        baseline.VisitLogits(tokens, (position, logits) =>
        {
            if (position >= from) kept.Add(logits.ToArray());
        });
        double divergence = 0;
        int agreements = 0;
        candidate.VisitLogits(tokens, (position, logits) =>
        {
            if (position < from) return;
            ReadOnlySpan<float> expected = kept[position - from];
            divergence += LogitsRow.Divergence(expected, logits);
            if (LogitsRow.ArgMax(expected) == LogitsRow.ArgMax(logits)) agreements++;
        });
        return sum with
        {
            Divergence = sum.Divergence + divergence, Agreements = sum.Agreements + agreements, Positions = sum.Positions + kept.Count,
        };
    }
}
