using System.Globalization;
using System.Text;
using ModelGate.Models.Tokenizers.Json;
using ModelGate.Models.Tokenizers.Patterns;

namespace ModelGate.Models.Tokenizers.Normalizers;

/// <summary>
/// BERT's own steps: control characters away and white space to spaces, spaces around Chinese characters, accents away, lower case.
/// </summary>
internal sealed class BertNormalizer(bool cleansText, bool partsChinese, bool stripsAccents, bool lowers) : Normalizer
{
    private static readonly UnicodeNormalizer Decomposition = new(compatible: false, compose: false);
    private static readonly LowercaseNormalizer Lowercase = new();

    public static new BertNormalizer Read(JsonNode node)
    {
        bool lowers = node.FlagOr("lowercase", true);
        return new BertNormalizer(
            node.FlagOr("clean_text", true),
            node.FlagOr("handle_chinese_chars", true),

            // Where the file leaves it open, accents go with lower case.
            node.FlagOr("strip_accents", lowers),
            lowers);
    }

    public override string Apply(string text)
    {
        string cut = cleansText || partsChinese ? Clean(text) : text;
        if (stripsAccents) cut = StripAccents(cut);
        return lowers ? Lowercase.Apply(cut) : cut;
    }

    private string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (cleansText && IsDropped(rune.Value)) continue;
            if (cleansText && UnicodeProperties.IsSpace(rune.Value)) clean.Append(' ');
            else if (partsChinese && IsChinese(rune.Value)) clean.Append(' ').Append(rune).Append(' ');
            else clean.Append(rune);
        }

        return clean.ToString();
    }

    /// <summary>Decomposes and drops the marks that take no place of their own.</summary>
    private static string StripAccents(string text)
    {
        StringBuilder bare = new(text.Length);
        foreach (Rune rune in Decomposition.Apply(text).EnumerateRunes())
        {
            if (UnicodeProperties.Category(rune.Value) != UnicodeCategory.NonSpacingMark) bare.Append(rune);
        }

        return bare.ToString();
    }

    private static bool IsDropped(int c) => c switch
    {
        '\t' or '\n' or '\r' => false,
        0 or 0xFFFD => true,
        _ => UnicodeProperties.Category(c)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate,
    };

    /// <summary>
    /// The blocks that BERT names, which hold the characters of Chinese but neither kana nor hangul; one begins at U+2B920 in the reference
    /// library, 256 behind the block's start.
    /// </summary>
    private static bool IsChinese(int c) =>
        c is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
            or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
