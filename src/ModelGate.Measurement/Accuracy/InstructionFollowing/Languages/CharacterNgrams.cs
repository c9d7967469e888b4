using System.Text;
using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing.Languages;

/// <summary>
/// A text's n-grams of one to three characters within words, as langdetect extracts them: without addresses, without Latin letters where
/// most are others, and without words in capital letters.
/// </summary>
internal static partial class CharacterNgrams
{
    private const int MostCharacters = 10_000;

    /// <summary>Keys as of <see cref="LanguageProfiles.Key"/>, in the order of the text.</summary>
    public static IEnumerable<ulong> Of(string text)
    {
        StringBuilder buffer = new(" ");
        bool isCapitalWord = false;
        foreach (Rune c in Cleaned(text).Select(CharacterClasses.Normalize))
        {
            Rune last = new(buffer[^1]);
            if (last.Value == ' ')
            {
                buffer.Clear().Append(' ');
                isCapitalWord = false;
                if (c.Value == ' ') continue;
            }
            else if (buffer.Length == LanguageProfiles.LongestNgram) buffer.Remove(0, 1);

            buffer.Append(c.IsBmp ? (char)c.Value : CharacterClasses.Unknown);
            isCapitalWord = PythonCase.IsUpper(c) && (isCapitalWord || PythonCase.IsUpper(last));
            if (isCapitalWord) continue;
            for (int n = 1; n <= buffer.Length; n++)
            {
                if (n > 1 || buffer[^1] != ' ') yield return LanguageProfiles.Key(buffer.ToString(buffer.Length - n, n));
            }
        }
    }

    private static IReadOnlyList<Rune> Cleaned(string text)
    {
        string withoutAddresses = Mail().Replace(Url().Replace(text, " "), " ");
        List<Rune> kept = [];
        Rune before = default;
        foreach (Rune c in CharacterClasses.ComposeVietnamese(withoutAddresses).EnumerateRunes().Take(MostCharacters))
        {
            if (c.Value != ' ' || before.Value != ' ') kept.Add(c);
            before = c;
        }

        int latin = kept.Count(IsLatin), other = kept.Count(c => c.Value >= 0x300);
        return latin * 2 < other ? [.. kept.Where(c => !IsLatin(c))] : kept;
    }

    private static bool IsLatin(Rune c) => c.Value is >= 'A' and <= 'z';

    [GeneratedRegex("https?://[-_.?&~;+=/#0-9A-Za-z]{1,2076}", RegexOptions.CultureInvariant)]
    private static partial Regex Url();

    [GeneratedRegex("[-_.0-9A-Za-z]{1,64}@[-_0-9A-Za-z]{1,255}[-_.0-9A-Za-z]{1,255}", RegexOptions.CultureInvariant)]
    private static partial Regex Mail();
}
