namespace ModelGate.Models.Tests.Tokenizers;

/// <summary>
/// Learns merges the plain way: the most frequent pair of neighbours, the ordinally first among equals, again and again. The result
/// depends on the words alone.
/// </summary>
internal static class BpeTrainer
{
    /// <param name="words">Each with how often it occurs; symbols are code points.</param>
    public static List<(string Left, string Right)> Train(IReadOnlyDictionary<string, int> words, int mergeCount)
    {
        List<(List<string> Symbols, int Count)> spelled =
            [.. words.OrderBy(static word => word.Key, StringComparer.Ordinal).Select(static word => (Spell(word.Key), word.Value))];
        List<(string, string)> merges = [];
        while (merges.Count < mergeCount)
        {
            Dictionary<(string, string), int> pairs = [];
            foreach ((List<string> symbols, int count) in spelled)
            {
                for (int i = 0; i + 1 < symbols.Count; i++)
                {
                    (string, string) pair = (symbols[i], symbols[i + 1]);
                    pairs[pair] = pairs.GetValueOrDefault(pair) + count;
                }
            }

            if (pairs.Count == 0) break;
            int most = pairs.Values.Max();
            (string Left, string Right) best = pairs.Where(pair => pair.Value == most).Select(static pair => pair.Key)
                .OrderBy(static pair => pair.Item1, StringComparer.Ordinal)
                .ThenBy(static pair => pair.Item2, StringComparer.Ordinal)
                .First();
            merges.Add(best);
            foreach ((List<string> symbols, _) in spelled) Apply(best, symbols);
        }

        return merges;
    }

    private static List<string> Spell(string word) => [.. word.EnumerateRunes().Select(static rune => rune.ToString())];

    private static void Apply((string Left, string Right) merge, List<string> symbols)
    {
        for (int i = 0; i + 1 < symbols.Count; i++)
        {
            if (symbols[i] != merge.Left || symbols[i + 1] != merge.Right) continue;
            symbols[i] += symbols[i + 1];
            symbols.RemoveAt(i + 1);
        }
    }
}
