using System.Globalization;

namespace ModelGate.Models.Tokenizers.Patterns;

/// <summary>Escapes that stand for one code point or a set of them, the same inside and outside of classes.</summary>
internal static class RegexEscape
{
    /// <summary>The code point itself, or with <c>(?i)</c> all its case variants.</summary>
    public static CodePointSet Literal(int codePoint, bool ignoreCase) =>
        CodePointSet.Of(ignoreCase ? CaseFolding.Variants(codePoint) : new HashSet<int> { codePoint });

    /// <summary>Reads the escape at <paramref name="position"/> and moves behind it.</summary>
    public static CodePointSet Parse(string pattern, ref int position, bool ignoreCase) =>
        ParseSet(pattern, ref position, UnicodeProperties.IsWordOutsideClass) is { } set
            ? new CodePointSet(set)
            : Literal(ParseCodePoint(pattern, ref position), ignoreCase);

    /// <summary>A class escape such as <c>\s</c> or <c>\p{L}</c>; null, not moving, where the escape is one code point.</summary>
    /// <param name="word">What <c>\w</c> means here.</param>
    public static Func<int, bool>? ParseSet(string pattern, ref int position, Func<int, bool> word)
    {
        char kind = Kind(pattern, position);
        Func<int, bool>? set = char.ToLowerInvariant(kind) switch
        {
            's' => UnicodeProperties.IsSpace,
            'd' => UnicodeProperties.IsDigit,
            'w' => word,
            'h' => UnicodeProperties.IsHexDigit,
            'p' => Property(pattern, ref position),
            _ => null,
        };
        if (set is null) return null;
        if (kind is not ('p' or 'P')) position += 2;
        return char.IsAsciiLetterUpper(kind) ? c => !set(c) : set;
    }

    /// <summary>An escape for one code point: <c>\n</c>, <c>\x41</c>, <c>\x{1F600}</c>, <c>\u0041</c>, or an escaped punctuation.</summary>
    public static int ParseCodePoint(string pattern, ref int position)
    {
        int start = position;
        char kind = Kind(pattern, position);
        position += 2;
        switch (kind)
        {
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'f': return '\f';
            case 'v': return '\v';
            case 'a': return '\a';
            case 'e': return 0x1B;
            case '0': return 0;
            case 'x' when position < pattern.Length && pattern[position] == '{':
                int close = pattern.IndexOf('}', position);
                if (close < 0) throw new RegexSyntaxException(start, "The escape \\x{ is not closed.");
                int value = Hex(pattern, position + 1, close - position - 1, start);
                position = close + 1;
                return value;
            case 'x' or 'u':
                int digits = kind == 'x' ? 2 : 4;
                int plain = Hex(pattern, position, digits, start);
                position += digits;
                return plain;
            default:
                if (char.IsAsciiLetterOrDigit(kind)) throw new RegexSyntaxException(start, $"The escape \\{kind} is not supported.");
                int codePoint = CodePointText.At(pattern, start + 1, out int length);
                position = start + 1 + length;
                return codePoint;
        }
    }

    private static char Kind(string pattern, int position) => position + 1 < pattern.Length
        ? pattern[position + 1]
        : throw new RegexSyntaxException(position, "The pattern ends in a backslash.");

    private static Func<int, bool> Property(string pattern, ref int position)
    {
        int start = position;
        int close = start + 2 < pattern.Length && pattern[start + 2] == '{' ? pattern.IndexOf('}', start) : -1;
        if (close < 0) throw new RegexSyntaxException(start, "A property must be written as \\p{name}.");
        string name = pattern[(start + 3)..close];
        bool negative = name.StartsWith('^');
        if (negative) name = name[1..];
        Func<int, bool> property = UnicodeProperties.Find(name)
            ?? throw new RegexSyntaxException(start, $"The Unicode property '{name}' is not supported; general categories are.");
        position = close + 1;
        return negative ? c => !property(c) : property;
    }

    private static int Hex(string pattern, int start, int count, int escape)
    {
        bool isCodePoint = start + count <= pattern.Length
            && int.TryParse(pattern.AsSpan(start, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value)
            && value is >= 0 and <= 0x10FFFF;
        return isCodePoint
            ? int.Parse(pattern.AsSpan(start, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : throw new RegexSyntaxException(escape, "The escape is no hexadecimal code point.");
    }
}
