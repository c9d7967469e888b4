using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ModelGate.Gate.Records;

/// <summary>
/// One text for all writings of a JSON value, after RFC 8785: properties in order of their UTF-16 code units, no white space, numbers as
/// ECMAScript prints the double, strings with the shortest escapes.
/// </summary>
internal static class CanonicalJson
{
    /// <param name="except">A property of the value itself that is left out.</param>
    public static string Of(JsonElement value, string? except = null)
    {
        var text = new StringBuilder();
        Append(text, value, except);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement value, string? except)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                AppendAll(text, value.EnumerateObject()
                    .Where(property => property.Name != except)
                    .OrderBy(property => property.Name, StringComparer.Ordinal), property =>
                    {
                        AppendString(text, property.Name);
                        text.Append(':');
                        Append(text, property.Value, except: null);
                    });
                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                AppendAll(text, value.EnumerateArray(), item => Append(text, item, except: null));
                text.Append(']');
                break;
            case JsonValueKind.String:
                AppendString(text, value.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(Number(value.GetDouble()));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, IEnumerable<T> items, Action<T> append)
    {
        bool isFirst = true;
        foreach (T item in items)
        {
            if (!isFirst) text.Append(',');
            isFirst = false;
            append(item);
        }
    }

    /// <summary>RFC 8785, 3.2.2.2.</summary>
    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char character in value)
        {
            string? escaped = character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => null,
            };
            if (escaped is null) text.Append(character);
            else text.Append(escaped);
        }

        text.Append('"');
    }

    /// <summary>ECMA-262, Number::toString: the shortest digits that read back as the value; <c>R</c> has them too.</summary>
    internal static string Number(double value)
    {
        if (value == 0) return "0";
        string[] parts = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        string[] halves = parts[0].Split('.');
        string written = string.Concat(halves), digits = written.TrimStart('0');
        int point = halves[0].Length - (written.Length - digits.Length)
            + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        digits = digits.TrimEnd('0');
        string unsigned = point switch
        {
            > 0 and <= 21 when digits.Length <= point => digits.PadRight(point, '0'),
            > 0 and <= 21 => $"{digits[..point]}.{digits[point..]}",
            > -6 and <= 0 => $"0.{new string('0', -point)}{digits}",
            _ => digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "") + "e" + (point < 1 ? "-" : "+")
                + Math.Abs(point - 1).ToString(CultureInfo.InvariantCulture),
        };
        return value < 0 ? "-" + unsigned : unsigned;
    }
}
