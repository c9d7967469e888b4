using System.Text;

namespace ModelGate.Models.Tokenizers.Patterns;

/// <summary>
/// Which code points <c>(?i)</c> holds equal: simple case folding of Unicode, without culture. Foldings to several characters
/// (ß as ss) are left out; no pattern of the supported families can meet one.
/// </summary>
internal static class CaseFolding
{
    /// <summary>Pairs that folding joins though one direction of case mapping does not reach them from plain letters.</summary>
    private static readonly (int, int)[] Joined = [('s', 0x17F), ('k', 0x212A), (0xE5, 0x212B), (0x3C9, 0x2126), (0x3BC, 0xB5)];

    /// <summary>All code points equal to <paramref name="codePoint"/> when case is ignored, itself among them.</summary>
    public static HashSet<int> Variants(int codePoint)
    {
        HashSet<int> variants = [codePoint];
        if (!Rune.IsValid(codePoint)) return variants;
        for (int before = 0; before != variants.Count;)
        {
            before = variants.Count;
            foreach (int known in variants.ToArray())
            {
                variants.Add(Rune.ToLowerInvariant(new Rune(known)).Value);
                variants.Add(Rune.ToUpperInvariant(new Rune(known)).Value);
                foreach ((int plain, int other) in Joined)
                {
                    if (known == plain) variants.Add(other);
                    if (known == other) variants.Add(plain);
                }
            }
        }

        return variants;
    }
}
