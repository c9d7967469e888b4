using System.Globalization;
using System.Text;

namespace ModelGate.Models.Templates.Values;

/// <summary>What Python's strings do where .NET's do it otherwise: white space, lines, letter case, what is printable.</summary>
internal static class PythonText
{
    /// <summary><c>str.isspace</c>: .NET's white space and the four separators U+001C..U+001F.</summary>
    public static bool IsSpace(char unit) => unit is >= '\x1c' and <= '\x1f' || char.IsWhiteSpace(unit);

    /// <param name="set">Code points to strip; null strips white space.</param>
    public static string Strip(string text, string? set, bool left, bool right)
    {
        int start = 0;
        int end = text.Length;
        HashSet<int>? points = set is null ? null : [.. set.EnumerateRunes().Select(rune => rune.Value)];
        while (left && start < end && IsIn(points, text, start, out int units)) start += units;
        while (right && end > start)
        {
            int last = end - 1 > start && char.IsSurrogatePair(text[end - 2], text[end - 1]) ? end - 2 : end - 1;
            if (!IsIn(points, text, last, out _)) break;
            end = last;
        }

        return text[start..end];
    }

    /// <summary><c>str.splitlines()</c>.</summary>
    public static List<string> SplitLines(string text, bool keepEnds = false)
    {
        List<string> lines = [];
        int start = 0;
        while (start < text.Length)
        {
            int end = start;
            while (end < text.Length && !IsLineEnd(text[end])) end++;
            int next = end == text.Length ? end : end + (text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1);
            lines.Add(text[start..(keepEnds ? next : end)]);
            start = next;
        }

        return lines;
    }

    /// <summary>Words between runs of white space; at most <paramref name="limit"/> cuts, from the left, or from the right.</summary>
    public static List<string> SplitWords(string text, long limit, bool fromRight)
    {
        List<string> words = [];
        string rest = Strip(text, null, !fromRight, fromRight);
        while (rest.Length > 0)
        {
            int cut = limit-- == 0 ? -1 : fromRight ? LastSpace(rest) : FirstSpace(rest);
            words.Add(cut < 0 ? rest : fromRight ? rest[(cut + 1)..] : rest[..cut]);
            rest = cut < 0 ? "" : Strip(fromRight ? rest[..cut] : rest[cut..], null, !fromRight, fromRight);
        }

        if (fromRight) words.Reverse();
        return words;
    }

    /// <summary><c>str.split(separator, limit)</c> for a separator that is not empty.</summary>
    public static List<string> Split(string text, string separator, long limit, bool fromRight)
    {
        if (separator.Length == 0) throw TemplateFault.Operation("`split` needs a separator that is not empty");
        List<string> parts = [];
        string rest = text;
        while (limit-- != 0)
        {
            int at = fromRight
                ? rest.LastIndexOf(separator, StringComparison.Ordinal)
                : rest.IndexOf(separator, StringComparison.Ordinal);
            if (at < 0) break;
            parts.Add(fromRight ? rest[(at + separator.Length)..] : rest[..at]);
            rest = fromRight ? rest[..at] : rest[(at + separator.Length)..];
        }

        parts.Add(rest);
        if (fromRight) parts.Reverse();
        return parts;
    }

    /// <summary><c>repr</c> shows it as it is.</summary>
    public static bool IsPrintable(int codePoint) => codePoint == ' ' || CharUnicodeInfo.GetUnicodeCategory(codePoint) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);

    private static bool IsIn(HashSet<int>? points, string text, int offset, out int units)
    {
        units = CodePoints.UnitsAt(text, offset);
        if (points is null) return IsSpace(text[offset]);
        return points.Contains(units == 2 ? char.ConvertToUtf32(text, offset) : text[offset]);
    }

    private static bool IsLineEnd(char unit) =>
        unit is '\n' or '\r' or '\v' or '\f' or >= '\x1c' and <= '\x1e' or '\x85' or '\u2028' or '\u2029';

    private static int FirstSpace(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (IsSpace(text[i])) return i;
        }

        return -1;
    }

    private static int LastSpace(string text)
    {
        for (int i = text.Length - 1; i >= 0; i--)
        {
            if (IsSpace(text[i])) return i;
        }

        return -1;
    }
}
