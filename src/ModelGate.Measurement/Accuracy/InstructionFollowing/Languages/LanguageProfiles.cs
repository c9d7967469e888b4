using System.Globalization;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing.Languages;

/// <summary>How likely each n-gram of one to three characters is in each of 55 languages.</summary>
/// <param name="languages">ISO 639-1 codes, Chinese by region, in alphabetical order.</param>
/// <param name="probabilities">By <see cref="Key"/>: the languages that have the n-gram, and its share among theirs of its length.</param>
internal sealed class LanguageProfiles(
    IReadOnlyList<string> languages, IReadOnlyDictionary<ulong, List<(int Language, double Probability)>> probabilities)
{
    public const int LongestNgram = 3;

    public IReadOnlyList<string> Languages { get; } = languages;

    /// <summary>The n-gram's characters in 16 bits each; the profiles have none outside the basic plane.</summary>
    public static ulong Key(ReadOnlySpan<char> ngram)
    {
        ulong key = 0;
        foreach (char c in ngram) key = (key << 16) | c;
        return key;
    }

    public IReadOnlyList<(int Language, double Probability)>? Find(ulong key) => probabilities.GetValueOrDefault(key);

    /// <summary>
    /// Three lines a language: code and n-grams in all of length 1, 2, 3; the n-grams; how often each was counted. Between them tabs.
    /// </summary>
    public static LanguageProfiles Read(IEnumerable<string> lines)
    {
        List<string> languages = [];
        Dictionary<ulong, List<(int, double)>> probabilities = [];
        foreach (string[] profile in lines.Chunk(3))
        {
            string[] head = profile[0].Split('\t');
            double[] totals = [.. head[1..].Select(count => double.Parse(count, CultureInfo.InvariantCulture))];
            string[] ngrams = profile[1].Split('\t'), counts = profile[2].Split('\t');
            for (int i = 0; i < ngrams.Length; i++)
            {
                ulong key = Key(ngrams[i]);
                if (!probabilities.TryGetValue(key, out List<(int, double)>? found)) probabilities[key] = found = new(1);
                found.Add((languages.Count, double.Parse(counts[i], CultureInfo.InvariantCulture) / totals[ngrams[i].Length - 1]));
            }

            languages.Add(head[0]);
        }

        return new(languages, probabilities);
    }
}
