using System.Globalization;
using System.Text;

namespace ModelGate.Measurement.Accuracy.Python;

/// <summary>
/// <c>ast.literal_eval</c> for what task templates print: None, booleans, numbers, strings in every quote style, lists, tuples (as lists)
/// and dictionaries with text keys, nested up to 100 deep.
/// </summary>
public sealed class PythonLiteral
{
    private const int DeepestNesting = 100;

    private readonly string _text;
    private int _at;

    private PythonLiteral(string text) => _text = text;

    /// <returns>False where the text is not such a literal.</returns>
    public static bool TryParse(string text, out object? value)
    {
        PythonLiteral parser = new(text);
        value = null;
        try
        {
            parser.SkipSpace();
            value = parser.Value(depth: 0);
            parser.SkipSpace();
            return parser._at == text.Length;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>A list of texts only.</summary>
    public static bool TryParseTexts(string text, out IReadOnlyList<string> texts)
    {
        texts = [];
        if (!TryParse(text, out object? value) || value is not IReadOnlyList<object?> items) return false;
        texts = [.. items.OfType<string>()];
        return texts.Count == items.Count;
    }

    private object? Value(int depth)
    {
        if (depth > DeepestNesting) throw new FormatException();
        switch (Peek())
        {
            case '[': return Items(']', depth).Items;
            case '(':
                (List<object?> items, bool comma) = Items(')', depth);
                return items.Count == 1 && !comma ? items[0] : items;
            case '{': return Dictionary(depth);
            case '\'' or '"': return Strings();
            case char c when char.IsAsciiLetter(c): return char.ToLowerInvariant(c) is 'r' or 'u' && IsQuote(_at + 1) ? Strings() : Word();
            default: return Number();
        }
    }

    private (List<object?> Items, bool Comma) Items(char close, int depth)
    {
        List<object?> items = [];
        bool comma = false;
        _at++;
        for (SkipSpace(); Peek() != close; SkipSpace())
        {
            if (items.Count > 0 && !comma) throw new FormatException();
            items.Add(Value(depth + 1));
            SkipSpace();
            comma = Peek() == ',';
            if (comma) _at++;
        }

        _at++;
        return (items, comma);
    }

    private OrderedDictionary<string, object?> Dictionary(int depth)
    {
        OrderedDictionary<string, object?> entries = [];
        bool comma = true;
        _at++;
        for (SkipSpace(); Peek() != '}'; SkipSpace())
        {
            if (!comma || Value(depth + 1) is not string key) throw new FormatException();
            SkipSpace();
            if (Peek() != ':') throw new FormatException();
            _at++;
            SkipSpace();
            entries[key] = Value(depth + 1);
            SkipSpace();
            comma = Peek() == ',';
            if (comma) _at++;
        }

        _at++;
        return entries;
    }

    /// <summary>Neighbouring strings are one string.</summary>
    private string Strings()
    {
        StringBuilder text = new();
        while (_at < _text.Length)
        {
            bool raw = char.ToLowerInvariant(_text[_at]) == 'r' && IsQuote(_at + 1);
            bool prefixed = raw || (char.ToLowerInvariant(_text[_at]) == 'u' && IsQuote(_at + 1));
            if (!prefixed && !IsQuote(_at)) break;
            if (prefixed) _at++;
            OneString(text, raw);
            SkipSpace();
        }

        return text.ToString();
    }

    private void OneString(StringBuilder text, bool raw)
    {
        char quote = _text[_at];
        bool triple = _at + 2 < _text.Length && _text[_at + 1] == quote && _text[_at + 2] == quote;
        string end = new(quote, triple ? 3 : 1);
        _at += end.Length;
        while (string.CompareOrdinal(_text, _at, end, 0, end.Length) != 0)
        {
            char c = Peek();
            if (c is '\n' or '\r' && !triple) throw new FormatException();
            _at++;
            if (c != '\\') text.Append(c);
            else if (raw) text.Append(c).Append(Take());
            else Escape(text);
        }

        _at += end.Length;
    }

    private void Escape(StringBuilder text)
    {
        char c = Take();
        switch (c)
        {
            case '\n': break;
            case '\\' or '\'' or '"': text.Append(c); break;
            case 'a': text.Append('\a'); break;
            case 'b': text.Append('\b'); break;
            case 'f': text.Append('\f'); break;
            case 'n': text.Append('\n'); break;
            case 'r': text.Append('\r'); break;
            case 't': text.Append('\t'); break;
            case 'v': text.Append('\v'); break;
            case 'x': AppendCodePoint(text, Hexadecimal(2)); break;
            case 'u': text.Append((char)Hexadecimal(4)); break;
            case 'U': AppendCodePoint(text, Hexadecimal(8)); break;
            case 'N': throw new FormatException();
            case >= '0' and <= '7': AppendCodePoint(text, Octal(c)); break;
            default: text.Append('\\').Append(c); break;
        }
    }

    private static void AppendCodePoint(StringBuilder text, uint value)
    {
        if (!Rune.IsValid((int)Math.Min(value, int.MaxValue))) throw new FormatException();
        text.Append(new Rune(value).ToString());
    }

    private uint Hexadecimal(int digits)
    {
        if (_at + digits > _text.Length) throw new FormatException();
        uint value = uint.Parse(_text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        _at += digits;
        return value;
    }

    private uint Octal(char first)
    {
        uint value = (uint)(first - '0');
        for (int i = 0; i < 2 && _at < _text.Length && _text[_at] is >= '0' and <= '7'; i++)
        {
            value = (value * 8) + (uint)(_text[_at++] - '0');
        }

        return value;
    }

    private object? Word()
    {
        int start = _at;
        while (_at < _text.Length && char.IsAsciiLetter(_text[_at])) _at++;
        return _text[start.._at] switch
        {
            "None" => null,
            "True" => true,
            "False" => false,
            _ => throw new FormatException(),
        };
    }

    private object Number()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] is '+' or '-' or '.' or 'e' or 'E' or '_')) _at++;
        string digits = _text[start.._at].Replace("_", "", StringComparison.Ordinal);
        string unsigned = digits.TrimStart('+', '-');
        if (digits.Length - unsigned.Length > 1) throw new FormatException();
        if (unsigned.All(char.IsAsciiDigit))
        {
            if (unsigned.Length > 1 && unsigned[0] == '0' && unsigned.Any(c => c != '0')) throw new FormatException();
            return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
                ? whole : throw new FormatException();
        }

        return double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private bool IsQuote(int at) => at < _text.Length && _text[at] is ('\'' or '"');

    private char Peek() => _at < _text.Length ? _text[_at] : throw new FormatException();

    private char Take()
    {
        char c = Peek();
        _at++;
        return c;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is (' ' or '\t' or '\n' or '\r' or '\f')) _at++;
    }
}
