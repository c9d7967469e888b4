namespace ModelGate.Measurement.Accuracy.Similarity;

/// <summary>How alike the answers of baseline and candidate to the same prompts of one task are.</summary>
/// <param name="Values">By metric: a value in [0, 1] for each document, in order.</param>
/// <param name="IsScored">The task also judges the answers by themselves.</param>
/// <param name="DocumentsAvailable">All documents that the task has, where a sample was taken.</param>
public sealed record AnswerSimilarity(
    string Task, IReadOnlyDictionary<Metric, double[]> Values, bool IsScored, bool IsPrefix = false, int? DocumentsAvailable = null);

/// <summary>Likeness of two answers from their texts and tokens alone; nothing is loaded for it.</summary>
public static class TextSimilarity
{
    /// <param name="encode">Text to token ids, no special tokens added.</param>
    /// <param name="baseline">(n) answers.</param>
    /// <param name="candidate">(n) answers to the same prompts.</param>
    public static Dictionary<Metric, double[]> Of(
        IReadOnlyList<string> baseline, IReadOnlyList<string> candidate, Func<string, int[]> encode)
    {
        double[] one = new double[baseline.Count], longest = new double[baseline.Count], prefix = new double[baseline.Count];
        for (int i = 0; i < baseline.Count; i++)
        {
            IReadOnlyList<string> reference = Rouge.Tokens(baseline[i]), prediction = Rouge.Tokens(candidate[i]);
            bool isSame = baseline[i] == candidate[i];
            // ROUGE gives 0 to texts without a Latin letter or digit, though they be equal: as the package does.
            one[i] = Rouge.One(prediction, reference).F;
            longest[i] = Rouge.L(prediction, reference).F;
            prefix[i] = isSame ? 1 : PrefixAgreement(encode(baseline[i]), encode(candidate[i]));
        }

        return new() { [Metric.Rouge1] = one, [Metric.RougeL] = longest, [Metric.PrefixAgreement] = prefix };
    }

    /// <summary>Tokens that both begin with ÷ tokens of the longer one; 1 where both are empty.</summary>
    public static double PrefixAgreement(ReadOnlySpan<int> baseline, ReadOnlySpan<int> candidate) =>
        Math.Max(baseline.Length, candidate.Length) is > 0 and var longer
            ? (double)baseline.CommonPrefixLength(candidate) / longer : 1;
}
