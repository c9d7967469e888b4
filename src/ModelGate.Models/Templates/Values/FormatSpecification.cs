using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelGate.Models.Templates.Values;

/// <summary>Python's format specification: <c>[[fill]align][sign][#][0][width][,|_][.precision][type]</c>.</summary>
internal static partial class FormatSpecification
{
    public static string Apply(Value value, string specification, int maxLength)
    {
        if (value is Value.Undefined undefined && specification.Length > 0) throw undefined.Fault();
        if (specification.Length == 0) return Printer.Str(value, maxLength);
        Match match = Shape().Match(specification);
        if (!match.Success) throw Invalid(specification, value);
        int width = Number(match.Groups["width"], maxLength) ?? 0;
        int? precision = Number(match.Groups["precision"], maxLength);
        char type = match.Groups["type"].Value is [var letter] ? letter : '\0';
        bool isNumber = Numbers.IsNumber(value);
        if (!isNumber && value is not Value.Text) throw Invalid(specification, value);
        (string sign, string body) = isNumber
            ? Render(value, match, type, precision, specification)
            : ("", RenderText((Value.Text)value, type, precision, specification));
        string fill = match.Groups["fill"].Length > 0 ? match.Groups["fill"].Value : match.Groups["zero"].Success ? "0" : " ";
        char align = match.Groups["align"].Value is [var mark] ? mark : !isNumber ? '<' : match.Groups["zero"].Success ? '=' : '>';
        int missing = Math.Max(0, width - CodePoints.Count(sign) - CodePoints.Count(body));
        int left = align switch { '<' => 0, '^' => missing / 2, _ => missing };
        string before = string.Concat(Enumerable.Repeat(fill, left));
        string after = string.Concat(Enumerable.Repeat(fill, missing - left));
        return align == '=' ? sign + before + body : before + sign + body + after;
    }

    private static string RenderText(Value.Text value, char type, int? precision, string specification)
    {
        if (type is not ('\0' or 's')) throw Invalid(specification, value);
        string text = value.Characters;
        return precision < CodePoints.Count(text) ? text[..CodePoints.ToOffset(text, precision.Value)] : text;
    }

    private static (string Sign, string Body) Render(Value value, Match match, char type, int? precision, string specification)
    {
        bool isAlternate = match.Groups["alternate"].Success;
        string grouping = match.Groups["grouping"].Value;
        if (type is 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%' || (value is Value.Float && type == '\0'))
        {
            double number = Numbers.AsDouble(value)!.Value;
            string digits = type == '\0' && precision is null
                ? NumberText.Repr(Math.Abs(number))
                : FloatFormat.Format(Math.Abs(number), type, precision ?? 6, isAlternate);
            return (Sign(match, double.IsNegative(number) && !double.IsNaN(number)), Group(digits, grouping, 3));
        }

        if (Numbers.AsInteger(value) is not { } integer || precision is not null) throw Invalid(specification, value);
        string sign = Sign(match, integer < 0);
        Int128 magnitude = Int128.Abs(integer);
        return type switch
        {
            '\0' or 'd' or 'n' => (sign, Group(magnitude.ToString(CultureInfo.InvariantCulture), grouping, 3)),
            'x' or 'X' or 'o' or 'b' when grouping != "," =>
                (sign + (isAlternate ? "0" + type : ""), Group(PercentFormat.Based(magnitude, type), grouping, 4)),
            'c' => ("", CodePoints.FromNumber(integer)),
            _ => throw Invalid(specification, value),
        };
    }

    private static string Group(string digits, string separator, int size)
    {
        if (separator.Length == 0) return digits;
        int whole = digits.TakeWhile(char.IsAsciiHexDigit).Count();
        for (int at = whole - size; at > 0; at -= size) digits = digits.Insert(at, separator);
        return digits;
    }

    private static string Sign(Match match, bool isNegative) =>
        isNegative ? "-" : match.Groups["sign"].Value is "+" or " " ? match.Groups["sign"].Value : "";

    private static int? Number(Group group, int maxLength)
    {
        if (group.Length == 0) return null;
        return int.TryParse(group.ValueSpan, CultureInfo.InvariantCulture, out int number) && number <= maxLength
            ? number
            : throw TemplateFault.Limit($"The width {group.Value} is over {maxLength}");
    }

    private static TemplateFault Invalid(string specification, Value value) =>
        TemplateFault.Operation($"The format `{specification}` does not apply to a {TypeName.Of(value)}");

    [GeneratedRegex(
        @"\A(?:(?<fill>(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S]))?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<alternate>\#)?"
        + @"(?<zero>0)?(?<width>[0-9]+)?(?<grouping>[,_])?(?:\.(?<precision>[0-9]+))?(?<type>[a-zA-Z%])?\z")]
    private static partial Regex Shape();
}
