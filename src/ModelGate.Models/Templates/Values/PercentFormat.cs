using System.Globalization;
using System.Text;

namespace ModelGate.Models.Templates.Values;

/// <summary>Python's <c>text % values</c>.</summary>
internal sealed class PercentFormat(string format, Value values, int maxLength)
{
    private readonly StringBuilder _text = new();
    private int _at;
    private int _used;

    public static string Apply(string format, Value values, int maxLength) => new PercentFormat(format, values, maxLength).Run();

    private string Run()
    {
        bool usesNames = false;
        while (_at < format.Length)
        {
            int percent = format.IndexOf('%', _at);
            if (percent < 0) percent = format.Length;
            _text.Append(format, _at, percent - _at);
            _at = percent + 1;
            if (percent < format.Length) Convert(ref usesNames);
            if (_text.Length > maxLength) throw TemplateFault.Limit($"The template makes a text of over {maxLength} characters");
        }

        int given = values is Value.Tuple { Items.Count: var count } ? count : 1;
        if (!usesNames && _used < given && values is not (Value.Dict or Value.List or Value.View or Value.Range))
        {
            throw TemplateFault.Operation("`%` was given more values than the text has places");
        }

        return _text.ToString();
    }

    private void Convert(ref bool usesNames)
    {
        string? name = null;
        if (Peek() == '(')
        {
            int close = format.IndexOf(')', _at);
            if (close < 0) throw Incomplete();
            name = format[(_at + 1)..close];
            _at = close + 1;
            usesNames = true;
        }

        string flags = ReadWhile("-+ #0");
        int? width = ReadNumber();
        if (width < 0) (flags, width) = (flags + "-", -width);
        int? precision = null;
        if (Peek() == '.')
        {
            _at++;
            precision = Math.Max(0, ReadNumber() ?? 0);
        }

        ReadWhile("hlL");
        char type = Peek();
        if (type == '\0') throw Incomplete();
        _at++;
        if (type == '%')
        {
            _text.Append('%');
            return;
        }

        (string sign, string body) = Render(type, flags, precision, name is null ? Next() : Named(name));
        bool isNumber = type is not ('s' or 'r' or 'a' or 'c');
        int fill = Math.Max(0, (width ?? 0) - CodePoints.Count(sign) - CodePoints.Count(body));
        if (flags.Contains('-', StringComparison.Ordinal)) _text.Append(sign).Append(body).Append(' ', fill);
        else if (isNumber && flags.Contains('0', StringComparison.Ordinal)) _text.Append(sign).Append('0', fill).Append(body);
        else _text.Append(' ', fill).Append(sign).Append(body);
    }

    private (string Sign, string Body) Render(char type, string flags, int? precision, Value value)
    {
        switch (type)
        {
            case 's' or 'r' or 'a':
                string text = type == 's' ? Printer.Str(value, maxLength) : Printer.Repr(value, maxLength);
                return ("", precision < CodePoints.Count(text) ? text[..CodePoints.ToOffset(text, precision.Value)] : text);
            case 'c':
                return ("", value is Value.Text { Characters: var one } && CodePoints.Count(one) == 1
                    ? one
                    : CodePoints.FromNumber(Numbers.RequireInteger(value, "The value of %c")));
            case 'd' or 'i' or 'u':
                Int128 whole = Whole(value);
                return (Sign(flags, whole < 0), Int128.Abs(whole).ToString(CultureInfo.InvariantCulture).PadLeft(precision ?? 0, '0'));
            case 'x' or 'X' or 'o':
                Int128 number = Numbers.RequireInteger(value, $"The value of %{type}");
                string digits = Based(Int128.Abs(number), type).PadLeft(precision ?? 0, '0');
                string prefix = flags.Contains('#', StringComparison.Ordinal) ? "0" + type : "";
                return (Sign(flags, number < 0) + prefix, digits);
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                if (value is Value.Undefined undefined) throw undefined.Fault();
                double real = Numbers.AsDouble(value)
                    ?? throw TemplateFault.Operation($"%{type} needs a number, not a {TypeName.Of(value)}");
                bool isAlternate = flags.Contains('#', StringComparison.Ordinal);
                bool isNegative = double.IsNegative(real) && !double.IsNaN(real);
                return (Sign(flags, isNegative), FloatFormat.Format(Math.Abs(real), type, precision ?? 6, isAlternate));
            default:
                throw TemplateFault.Operation($"`%` knows no conversion `{type}`");
        }
    }

    /// <summary>Digits of an integer in the base of x, X, o or b.</summary>
    internal static string Based(Int128 magnitude, char type)
    {
        uint numberBase = type switch { 'o' => 8, 'b' => 2, _ => 16 };
        StringBuilder digits = new();
        do
        {
            digits.Insert(0, "0123456789abcdef"[(int)(magnitude % numberBase)]);
            magnitude /= numberBase;
        }
        while (magnitude > 0);
        return type == 'X' ? digits.ToString().ToUpperInvariant() : digits.ToString();
    }

    private static string Sign(string flags, bool isNegative) =>
        isNegative ? "-" : flags.Contains('+', StringComparison.Ordinal) ? "+" : flags.Contains(' ', StringComparison.Ordinal) ? " " : "";

    private static Int128 Whole(Value value) => value is Value.Float { Number: var number }
        ? double.IsFinite(number) && Math.Abs(number) < 1e30 ? (Int128)Math.Truncate(number) : throw NumberText.Overflow()
        : Numbers.RequireInteger(value, "The value of %d");

    private Value Next()
    {
        IReadOnlyList<Value> items = values is Value.Tuple { Items: var all } ? all : [values];
        if (_used == items.Count) throw TemplateFault.Operation("`%` was given fewer values than the text has places");
        return items[_used++];
    }

    private Value Named(string name) => values is Value.Dict dict
        ? dict.Find(name) ?? throw TemplateFault.Operation($"`%` was given no value named `{name}`")
        : throw TemplateFault.Operation("`%(name)` needs a dictionary");

    private int? ReadNumber()
    {
        if (Peek() == '*')
        {
            _at++;
            return Bounded(Numbers.RequireInteger(Next(), "A width"));
        }

        string digits = ReadWhile("0123456789");
        if (digits.Length == 0) return null;
        return Bounded(long.TryParse(digits, CultureInfo.InvariantCulture, out long number) ? number : long.MaxValue);
    }

    private int Bounded(long number) => number > maxLength || number < -maxLength
        ? throw TemplateFault.Limit($"The width {number} is over {maxLength}")
        : (int)number;

    private string ReadWhile(string set)
    {
        int start = _at;
        while (_at < format.Length && set.Contains(format[_at], StringComparison.Ordinal)) _at++;
        return format[start.._at];
    }

    private char Peek() => _at < format.Length ? format[_at] : '\0';

    private static TemplateFault Incomplete() => TemplateFault.Operation("`%` ends in an incomplete conversion");
}
