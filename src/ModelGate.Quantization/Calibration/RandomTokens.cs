using ModelGate.Models.Tokenizers;

namespace ModelGate.Quantization.Calibration;

/// <summary>Seeded, uniformly drawn ids of ordinary tokens; the generator is written out so that a seed means the same forever.</summary>
internal static class RandomTokens
{
    /// <param name="vocabularySize">Ids are below this and below the tokenizer's size.</param>
    public static List<int> Draw(Tokenizer tokenizer, int vocabularySize, long count, ulong seed)
    {
        int[] ordinary = [.. Enumerable.Range(0, Math.Min(vocabularySize, tokenizer.VocabularySize))
            .Where(id => !tokenizer.IsSpecial(id) && tokenizer.TokenOf(id).Length > 0)];
        var tokens = new List<int>(checked((int)count));
        ulong state = seed;
        for (long i = 0; i < count; i++) tokens.Add(ordinary[(int)Math.BigMul(Next(ref state), (ulong)ordinary.Length, out _)]);
        return tokens;
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).</summary>
    private static ulong Next(ref ulong state)
    {
        ulong z = state += 0x9E37_79B9_7F4A_7C15;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
