using System.Globalization;
using System.Text;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Syntax;

/// <summary>A string in quotes with Python's escapes; an unknown escape stays as it is written.</summary>
internal static class TextLiteral
{
    /// <returns>The text, and the offset after the closing quote.</returns>
    public static (string Text, int End) Read(string source, int start)
    {
        StringBuilder text = new();
        int at = start + 1;
        while (at < source.Length && source[at] != source[start])
        {
            if (source[at] == '\\' && at + 1 < source.Length) at = ReadEscape(source, at + 1, text);
            else text.Append(source[at++]);
        }

        if (at >= source.Length) throw TemplateFault.Syntax("A string has no closing quote", start);
        return (text.ToString(), at + 1);
    }

    private static int ReadEscape(string source, int at, StringBuilder text)
    {
        char escape = source[at];
        switch (escape)
        {
            case '\n':
                return at + 1;
            case 'x':
                return ReadHex(source, at + 1, 2, text);
            case 'u':
                return ReadHex(source, at + 1, 4, text);
            case 'U':
                return ReadHex(source, at + 1, 8, text);
            case 'N':
                throw TemplateFault.Unsupported("Characters by name (`\\N{…}`) are not supported", "Write the character itself.", at - 1);
            case >= '0' and <= '7':
                return ReadOctal(source, at, text);
        }

        int known = "\\'\"abfnrtv".IndexOf(escape, StringComparison.Ordinal);
        if (known < 0) text.Append('\\').Append(escape);
        else text.Append("\\'\"\a\b\f\n\r\t\v"[known]);
        return at + 1;
    }

    private static int ReadHex(string source, int at, int digits, StringBuilder text)
    {
        if (at + digits > source.Length
            || !long.TryParse(source.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long point)
            || point > 0x10FFFF)
        {
            throw TemplateFault.Syntax($"An escape needs {digits} hexadecimal digits of a character", at - 2);
        }

        text.Append(CodePoints.FromNumber(point));
        return at + digits;
    }

    private static int ReadOctal(string source, int at, StringBuilder text)
    {
        int value = 0;
        int end = at;
        while (end < source.Length && end < at + 3 && source[end] is >= '0' and <= '7') value = (value * 8) + source[end++] - '0';
        text.Append((char)value);
        return end;
    }
}
