using ModelGate.Models.Encoders;

namespace ModelGate.Measurement.Accuracy.Similarity;

/// <summary>Precision, recall and their harmonic mean; cosines, so in [−1, 1], and between 0 and 1 for trained encoders.</summary>
public readonly record struct BertScoreValue(double Precision, double Recall)
{
    public double F => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>
    /// F as gates take it, in [0, 1]: 0 where precision or recall is not positive (nothing is alike, and F has no meaning), and 1 where the
    /// rounding of equal texts' cosines leads above it.
    /// </summary>
    public double Bounded => Precision > 0 && Recall > 0 ? Math.Min(F, 1) : 0;
}

/// <summary>
/// BERTScore (Zhang et al., arXiv 1904.09675) as the package <c>bert_score</c> computes it without idf weights and without rescaling: each
/// token takes the most similar token of the other text, by the cosine of their contextual vectors.
/// </summary>
/// <param name="encoder">Stops at the layer whose states are compared; stays the caller's.</param>
/// <param name="model">As the signature names it, such as <c>roberta-large</c>.</param>
public sealed class BertScore(Encoder encoder, string model)
{
    /// <summary>The package's, which is the largest RoBERTa's.</summary>
    private const int LongestText = 512;

    private const int PairsTogether = 16;

    /// <summary>Layers that agree best with human judgement, as the package tabulates them.</summary>
    private static readonly Dictionary<string, int> Layers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bert-base-uncased"] = 9,
        ["bert-base-cased"] = 9,
        ["bert-base-multilingual-cased"] = 9,
        ["bert-large-uncased"] = 18,
        ["roberta-base"] = 10,
        ["roberta-large"] = 17,
        ["roberta-large-mnli"] = 19,
        ["distilroberta-base"] = 5,
    };

    private readonly HashSet<int> special = [.. encoder.Tokenizer.Encode("", addSpecialTokens: true)];

    /// <summary>Such as <c>roberta-large_L17_no-idf_version</c>, as the package names a run; it adds its version.</summary>
    public string Signature => SignatureOf(model, encoder.LayerCount);

    /// <summary>Tokens of a text that count, special ones included.</summary>
    public int MostTokens { get; } = Math.Min(LongestText, encoder.Config.MaxTokens);

    /// <summary>Texts longer than the encoder reads, among all compared; what lies behind did not count.</summary>
    public int CutTexts { get; private set; }

    public static string SignatureOf(string model, int layer) => $"{model}_L{layer}_no-idf_version";

    /// <summary>The layer for a model by its name without the owner; null where none is tabulated: the last one then.</summary>
    public static int? LayerOf(string model) => Layers.TryGetValue(model, out int layer) ? layer : null;

    /// <param name="candidates">(n) texts under test.</param>
    /// <param name="references">(n) texts that they are compared with.</param>
    /// <returns>(n); 0 where either text is empty.</returns>
    public BertScoreValue[] Compare(IReadOnlyList<string> candidates, IReadOnlyList<string> references, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(references.Count, candidates.Count);
        var values = new BertScoreValue[candidates.Count];
        for (int first = 0; first < values.Length; first += PairsTogether)
        {
            int[] pairs = [.. Enumerable.Range(first, Math.Min(PairsTogether, values.Length - first))];
            int[][] ids = [.. pairs.SelectMany(pair => new[] { Ids(candidates[pair]), Ids(references[pair]) })];
            float[][] states = encoder.Encode(ids, cancel);
            foreach (int pair in pairs)
            {
                int at = 2 * (pair - first);
                values[pair] = Compare(ids[at], states[at], ids[at + 1], states[at + 1]);
            }
        }

        return values;
    }

    /// <summary>A leading space makes a RoBERTa's first word the token that it is within a text; BERT drops it.</summary>
    private int[] Ids(string text)
    {
        string stripped = PythonStrip.Of(text);
        int[] ids = encoder.Tokenizer.Encode(stripped.Length == 0 ? "" : " " + stripped, MostTokens, out bool isCut);
        if (isCut) CutTexts++;
        return ids;
    }

    private BertScoreValue Compare(int[] candidate, float[] candidateStates, int[] reference, float[] referenceStates)
    {
        // Special tokens weigh nothing, yet may be the best match of another token.
        bool[] counts = [.. candidate.Select(id => !special.Contains(id))];
        bool[] referenceCounts = [.. reference.Select(id => !special.Contains(id))];
        if (!counts.Contains(true) || !referenceCounts.Contains(true)) return default;

        int width = encoder.Config.HiddenSize;
        double[] left = Norms(candidateStates, width), right = Norms(referenceStates, width);
        double[] bestOfCandidate = new double[candidate.Length], bestOfReference = new double[reference.Length];
        Array.Fill(bestOfCandidate, double.NegativeInfinity);
        Array.Fill(bestOfReference, double.NegativeInfinity);
        for (int i = 0; i < candidate.Length; i++)
        {
            for (int j = 0; j < reference.Length; j++)
            {
                double cosine = Vectors.Dot(candidateStates.AsSpan(i * width, width), referenceStates.AsSpan(j * width, width))
                    / (left[i] * right[j]);
                bestOfCandidate[i] = Math.Max(bestOfCandidate[i], cosine);
                bestOfReference[j] = Math.Max(bestOfReference[j], cosine);
            }
        }

        return new BertScoreValue(Mean(bestOfCandidate, counts), Mean(bestOfReference, referenceCounts));
    }

    private static double[] Norms(float[] states, int width) =>
        [.. Enumerable.Range(0, states.Length / width).Select(i => Vectors.Norm(states.AsSpan(i * width, width)))];

    private static double Mean(double[] values, bool[] counts) => values.Where((_, i) => counts[i]).Average();
}
