using System.Globalization;
using System.Text;

namespace ModelGate.Measurement.Accuracy.Python;

/// <summary>
/// <c>str.isupper</c>, <c>islower</c> and <c>lower</c>, which follow Unicode's derived properties and full mappings where .NET knows
/// general categories and simple mappings.
/// </summary>
public static class PythonCase
{
    /// <summary>Other_Uppercase of Unicode's PropList: upper case without being a capital letter.</summary>
    private static readonly (int First, int Last)[] OtherUpper =
        [(0x2160, 0x216f), (0x24b6, 0x24cf), (0x1f130, 0x1f149), (0x1f150, 0x1f169), (0x1f170, 0x1f189)];

    /// <summary>Other_Lowercase of the same list.</summary>
    private static readonly (int First, int Last)[] OtherLower =
    [
        (0xaa, 0xaa), (0xba, 0xba), (0x2b0, 0x2b8), (0x2c0, 0x2c1), (0x2e0, 0x2e4), (0x345, 0x345), (0x37a, 0x37a), (0x1d2c, 0x1d6a),
        (0x1d78, 0x1d78), (0x1d9b, 0x1dbf), (0x2071, 0x2071), (0x207f, 0x207f), (0x2090, 0x209c), (0x2170, 0x217f), (0x24d0, 0x24e9),
        (0x2c7c, 0x2c7d), (0xa69c, 0xa69d), (0xa770, 0xa770), (0xa7f8, 0xa7f9), (0xab5c, 0xab5f), (0x10780, 0x10780), (0x10783, 0x10785),
        (0x10787, 0x107b0), (0x107b2, 0x107ba),
    ];

    public static bool IsUpper(Rune c) =>
        Rune.GetUnicodeCategory(c) == UnicodeCategory.UppercaseLetter || (!c.IsAscii && Contains(OtherUpper, c));

    public static bool IsLower(Rune c) =>
        Rune.GetUnicodeCategory(c) == UnicodeCategory.LowercaseLetter || (!c.IsAscii && Contains(OtherLower, c));

    /// <summary>At least one cased character, and every cased one is upper case.</summary>
    public static bool IsUpper(string text) => IsAll(text, IsUpper, IsLower);

    /// <summary>At least one cased character, and every cased one is lower case.</summary>
    public static bool IsLower(string text) => IsAll(text, IsLower, IsUpper);

    /// <summary>
    /// Full lower-casing: İ becomes i and a dot above, Σ is ς at the end of a word (SpecialCasing, Final_Sigma). All else maps one to one.
    /// </summary>
    public static string Lower(string text)
    {
        string simple = text.ToLowerInvariant();
        if (!text.AsSpan().ContainsAny('İ', 'Σ')) return simple;
        StringBuilder lower = new();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == 'İ') lower.Append("i\u0307");
            else if (text[i] == 'Σ') lower.Append(EndsWord(text, i) ? 'ς' : 'σ');
            else lower.Append(simple[i]);
        }

        return lower.ToString();
    }

    private static bool IsAll(string text, Func<Rune, bool> wanted, Func<Rune, bool> other)
    {
        bool found = false;
        foreach (Rune c in text.EnumerateRunes())
        {
            if (other(c) || Rune.GetUnicodeCategory(c) == UnicodeCategory.TitlecaseLetter) return false;
            found |= wanted(c);
        }

        return found;
    }

    private static bool Contains((int First, int Last)[] ranges, Rune c) =>
        Array.Exists(ranges, range => c.Value >= range.First && c.Value <= range.Last);

    /// <summary>A cased character in front and none behind, marks and other case-ignorable characters not looked at.</summary>
    private static bool EndsWord(string text, int at)
    {
        int before = at - 1, behind = at + 1;
        while (before >= 0 && IsIgnored(text[before])) before--;
        while (behind < text.Length && IsIgnored(text[behind])) behind++;
        return before >= 0 && IsCased(text[before]) && !(behind < text.Length && IsCased(text[behind]));
    }

    private static bool IsCased(char c) => Rune.TryCreate(c, out Rune letter)
        && (IsUpper(letter) || IsLower(letter) || Rune.GetUnicodeCategory(letter) == UnicodeCategory.TitlecaseLetter);

    private static bool IsIgnored(char c) => c is '\'' or '.' or ':' or '^' or '`' or '·' or '’' || char.GetUnicodeCategory(c)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter
        or UnicodeCategory.ModifierSymbol;
}
