using System.Text;

namespace ModelGate.Models.Tokenizers.Patterns;

/// <summary>
/// Reads UTF-16 text by code point. Texts inside the tokenizer hold no unpaired surrogates: <see cref="WellFormed"/> is applied first.
/// </summary>
internal static class CodePointText
{
    /// <summary>
    /// The text with each unpaired surrogate replaced by U+FFFD, which is what UTF-8 encoders write for it; the reference library
    /// takes UTF-8 only, so it has no answer of its own for such texts.
    /// </summary>
    public static string WellFormed(string text)
    {
        int bad = FirstUnpaired(text, 0);
        if (bad < 0) return text;
        char[] fixedText = text.ToCharArray();
        for (; bad >= 0; bad = FirstUnpaired(text, bad + 1)) fixedText[bad] = '\uFFFD';
        return new string(fixedText);
    }

    /// <summary>The code point at <paramref name="position"/>, and its length in chars.</summary>
    public static int At(ReadOnlySpan<char> text, int position, out int length)
    {
        char c = text[position];
        if (char.IsHighSurrogate(c) && position + 1 < text.Length && char.IsLowSurrogate(text[position + 1]))
        {
            length = 2;
            return char.ConvertToUtf32(c, text[position + 1]);
        }

        length = 1;
        return c;
    }

    /// <summary>Where the code point that ends before <paramref name="position"/> begins.</summary>
    public static int Before(ReadOnlySpan<char> text, int position) =>
        position >= 2 && char.IsLowSurrogate(text[position - 1]) && char.IsHighSurrogate(text[position - 2]) ? position - 2 : position - 1;

    private static int FirstUnpaired(string text, int from)
    {
        for (int i = from; i < text.Length; i++)
        {
            int next = text.AsSpan(i).IndexOfAnyInRange('\uD800', '\uDFFF');
            if (next < 0) return -1;
            i += next;
            if (Rune.TryGetRuneAt(text, i, out _)) i++;
            else return i;
        }

        return -1;
    }
}
