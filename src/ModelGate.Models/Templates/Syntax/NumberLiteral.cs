namespace ModelGate.Models.Templates.Syntax;

/// <summary>Where a number ends: decimal, 0x, 0o, 0b integers and floats, underscores between digits.</summary>
internal static class NumberLiteral
{
    public static (int End, bool IsFloat) Scan(string source, int start)
    {
        int end = Digits(source, start, char.IsAsciiDigit);
        bool followsPoint = start > 0 && source[start - 1] == '.';
        if (!followsPoint)
        {
            bool hasFraction = At(source, end) == '.' && char.IsAsciiDigit(At(source, end + 1));
            int fraction = hasFraction ? Digits(source, end + 1, char.IsAsciiDigit) : end;
            int exponent = Exponent(source, fraction);
            if (exponent > end) return (exponent, true);
        }

        Func<char, bool>? isDigit = source[start] == '0'
            ? (At(source, start + 1) | 0x20) switch
            {
                'x' => char.IsAsciiHexDigit,
                'o' => unit => unit is >= '0' and <= '7',
                'b' => unit => unit is '0' or '1',
                _ => null,
            }
            : null;
        if (isDigit is not null)
        {
            int first = At(source, start + 2) == '_' ? start + 3 : start + 2;
            if (isDigit(At(source, first))) return (Digits(source, first, isDigit), false);
        }

        // 007 is three numbers to Jinja; only zeros may follow a zero.
        return (source[start] == '0' ? Digits(source, start, unit => unit == '0') : end, false);
    }

    private static int Exponent(string source, int end)
    {
        if ((At(source, end) | 0x20) != 'e') return end;
        int digits = At(source, end + 1) is '+' or '-' ? end + 2 : end + 1;
        return char.IsAsciiDigit(At(source, digits)) ? Digits(source, digits, char.IsAsciiDigit) : end;
    }

    private static int Digits(string source, int at, Func<char, bool> isDigit)
    {
        while (isDigit(At(source, at)) || (At(source, at) == '_' && isDigit(At(source, at + 1)))) at++;
        return at;
    }

    private static char At(string source, int at) => at < source.Length ? source[at] : '\0';
}
