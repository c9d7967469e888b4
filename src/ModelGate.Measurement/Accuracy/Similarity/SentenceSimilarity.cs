using ModelGate.Models.Encoders;

namespace ModelGate.Measurement.Accuracy.Similarity;

/// <summary>
/// Semantic similarity of two texts as sentence-transformers computes it (Reimers and Gurevych, arXiv 1908.10084): each text is the mean of
/// its tokens' vectors, special tokens included, and the two are compared by their cosine.
/// </summary>
/// <param name="encoder">Whole; stays the caller's.</param>
public sealed class SentenceSimilarity(Encoder encoder)
{
    /// <summary>The <c>max_seq_length</c> of all-MiniLM-L6-v2, special tokens included.</summary>
    private const int LongestText = 256;

    private const int PairsTogether = 32;

    /// <summary>Tokens of a text that count, special ones included.</summary>
    public int MostTokens { get; } = Math.Min(LongestText, encoder.Config.MaxTokens);

    /// <summary>Texts longer than 256 tokens, among all compared; what lies behind did not count.</summary>
    public int CutTexts { get; private set; }

    /// <summary>A cosine on the scale from 0 to 1: (cos + 1) / 2.</summary>
    public static double Mapped(double cosine) => Math.Clamp((cosine + 1) / 2, 0, 1);

    /// <param name="candidates">(n) texts.</param>
    /// <param name="references">(n) texts.</param>
    /// <returns>(n) cosines.</returns>
    public double[] Cosines(IReadOnlyList<string> candidates, IReadOnlyList<string> references, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(references.Count, candidates.Count);
        var cosines = new double[candidates.Count];
        for (int first = 0; first < cosines.Length; first += PairsTogether)
        {
            int count = Math.Min(PairsTogether, cosines.Length - first);
            int[][] ids = [.. Enumerable.Range(first, count).SelectMany(pair => new[] { Ids(candidates[pair]), Ids(references[pair]) })];
            float[][] means = [.. encoder.Encode(ids, cancel).Select(Mean)];
            for (int i = 0; i < count; i++) cosines[first + i] = Cosine(means[2 * i], means[(2 * i) + 1]);
        }

        return cosines;
    }

    private int[] Ids(string text)
    {
        int[] ids = encoder.Tokenizer.Encode(PythonStrip.Of(text), MostTokens, out bool isCut);
        if (isCut) CutTexts++;
        return ids;
    }

    private float[] Mean(float[] states)
    {
        int width = encoder.Config.HiddenSize, tokens = states.Length / width;
        var mean = new float[width];
        for (int column = 0; column < width; column++)
        {
            double sum = 0;
            for (int token = 0; token < tokens; token++) sum += states[(token * width) + column];
            mean[column] = (float)(sum / tokens);
        }

        return mean;
    }

    private static double Cosine(float[] a, float[] b) => Vectors.Dot(a, b) / (Vectors.Norm(a) * Vectors.Norm(b));
}
