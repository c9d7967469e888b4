namespace ModelGate.Measurement.Accuracy.Similarity;

/// <summary>Precision, recall and their harmonic mean, each in [0, 1]; all 0 where nothing is in common.</summary>
public readonly record struct RougeScore(double Precision, double Recall)
{
    public double F => Precision + Recall > 0 ? 2 * Precision * Recall / (Precision + Recall) : 0;

    internal static RougeScore Of(int common, int prediction, int reference) =>
        new((double)common / Math.Max(1, prediction), (double)common / Math.Max(1, reference));
}

/// <summary>
/// ROUGE-1 and ROUGE-L of a prediction against one reference (Lin 2004), as the package <c>rouge_score</c> of google-research computes
/// them: tokens are runs of a to z and 0 to 9 after lower-casing, so that texts without any score 0.
/// </summary>
public static class Rouge
{
    private const int Word = 64;

    /// <param name="stems">Reduces tokens of more than three characters to their stems; off as a rule.</param>
    public static IReadOnlyList<string> Tokens(string text, bool stems = false)
    {
        List<string> tokens = [];
        // Python lower-cases U+0130 to an i and a combining dot.
        string lower = text.Replace("\u0130", "i\u0307", StringComparison.Ordinal).ToLowerInvariant();
        for (int start = 0; start < lower.Length;)
        {
            int end = start;
            while (end < lower.Length && (char.IsAsciiLetterLower(lower[end]) || char.IsAsciiDigit(lower[end]))) end++;
            if (end > start)
            {
                string token = lower[start..end];
                tokens.Add(stems && token.Length > 3 ? PorterStemmer.Stem(token) : token);
            }

            start = end + 1;
        }

        return tokens;
    }

    /// <summary>Tokens in common, each counted as often as both have it.</summary>
    public static RougeScore One(IReadOnlyList<string> prediction, IReadOnlyList<string> reference)
    {
        Dictionary<string, int> left = reference.CountBy(token => token).ToDictionary(StringComparer.Ordinal);
        int common = 0;
        foreach (string token in prediction)
        {
            if (left.GetValueOrDefault(token) <= 0) continue;
            left[token]--;
            common++;
        }

        return RougeScore.Of(common, prediction.Count, reference.Count);
    }

    /// <summary>The longest common subsequence of the whole texts, line breaks not regarded.</summary>
    public static RougeScore L(IReadOnlyList<string> prediction, IReadOnlyList<string> reference) =>
        RougeScore.Of(LongestCommonSubsequence(prediction, reference), prediction.Count, reference.Count);

    /// <summary>
    /// Its length, 64 cells of the table at a time: a 0 bit of the vector says that the length grows there (Hyyrö, "Bit-parallel LCS-length
    /// computation revisited", 2004).
    /// </summary>
    internal static int LongestCommonSubsequence(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        int words = (a.Count + Word - 1) / Word;
        Dictionary<string, ulong[]> places = new(StringComparer.Ordinal);
        for (int i = 0; i < a.Count; i++)
        {
            if (!places.TryGetValue(a[i], out ulong[]? mask)) places.Add(a[i], mask = new ulong[words]);
            mask[i / Word] |= 1UL << (i % Word);
        }

        ulong[] vector = new ulong[words];
        Array.Fill(vector, ulong.MaxValue);
        foreach (string token in b)
        {
            if (!places.TryGetValue(token, out ulong[]? mask)) continue;
            ulong carry = 0;
            for (int w = 0; w < words; w++)
            {
                ulong matched = vector[w] & mask[w];
                UInt128 sum = (UInt128)vector[w] + matched + carry;
                carry = (ulong)(sum >> Word);
                vector[w] = (ulong)sum | (vector[w] & ~mask[w]);
            }
        }

        int length = 0;
        for (int i = 0; i < a.Count; i++) length += (vector[i / Word] >> (i % Word) & 1) == 0 ? 1 : 0;
        return length;
    }

    /// <summary>The plain table, which the other is tested against.</summary>
    internal static int LongestCommonSubsequencePlain(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        int[,] lengths = new int[a.Count + 1, b.Count + 1];
        for (int i = 1; i <= a.Count; i++)
        {
            for (int j = 1; j <= b.Count; j++)
            {
                lengths[i, j] = a[i - 1] == b[j - 1] ? lengths[i - 1, j - 1] + 1 : Math.Max(lengths[i - 1, j], lengths[i, j - 1]);
            }
        }

        return lengths[a.Count, b.Count];
    }
}
