using System.Text;

namespace ModelGate.Models.Tokenizers.Normalizers;

/// <summary>Each code point's lower case, without culture and context: a sigma that ends a word stays σ.</summary>
internal sealed class LowercaseNormalizer : Normalizer
{
    /// <summary>İ is the one letter whose lower case is two code points: i and a dot above.</summary>
    public override string Apply(string text)
    {
        StringBuilder lower = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value == 0x130) lower.Append("i\u0307");
            else lower.Append(Rune.ToLowerInvariant(rune));
        }

        return lower.ToString();
    }
}
