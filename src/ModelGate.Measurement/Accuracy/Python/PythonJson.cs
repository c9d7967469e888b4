using System.Globalization;
using System.Text;

namespace ModelGate.Measurement.Accuracy.Python;

/// <summary>
/// <c>json.dumps(value, ensure_ascii=False)</c> of the values documents hold: the harness hashes documents in this form, so every space
/// counts.
/// </summary>
public static class PythonJson
{
    /// <param name="indent">Spaces per level, null for one line with <c>", "</c> and <c>": "</c>.</param>
    public static string Dumps(object? value, int? indent = null)
    {
        StringBuilder json = new();
        Write(json, value, indent, depth: 0);
        return json.ToString();
    }

    private static void Write(StringBuilder json, object? value, int? indent, int depth)
    {
        switch (value)
        {
            case null: json.Append("null"); break;
            case bool flag: json.Append(flag ? "true" : "false"); break;
            case long or int: json.Append(CultureInfo.InvariantCulture, $"{value}"); break;
            case double number: json.Append(Number(number)); break;
            case string text: WriteText(json, text); break;
            case IReadOnlyDictionary<string, object?> fields:
                WriteAll(json, '{', '}', fields, indent, depth, (field, inner) =>
                {
                    WriteText(json, field.Key);
                    json.Append(": ");
                    Write(json, field.Value, indent, inner);
                });
                break;
            case IReadOnlyList<object?> items:
                WriteAll(json, '[', ']', items, indent, depth, (item, inner) => Write(json, item, indent, inner));
                break;
            default: throw new ArgumentException($"A value of type {value.GetType()} has no JSON form.", nameof(value));
        }
    }

    private static void WriteAll<T>(
        StringBuilder json, char open, char close, IReadOnlyCollection<T> items, int? indent, int depth, Action<T, int> write)
    {
        json.Append(open);
        bool first = true;
        foreach (T item in items)
        {
            if (!first) json.Append(indent is null ? ", " : ",");
            first = false;
            if (indent is { } width) json.Append('\n').Append(' ', width * (depth + 1));
            write(item, depth + 1);
        }

        if (!first && indent is { } outer) json.Append('\n').Append(' ', outer * depth);
        json.Append(close);
    }

    private static string Number(double number)
    {
        if (double.IsNaN(number)) return "NaN";
        return double.IsInfinity(number) ? number > 0 ? "Infinity" : "-Infinity" : PythonFloat.Repr(number);
    }

    private static void WriteText(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (char c in text)
        {
            switch (c)
            {
                case '"': json.Append("\\\""); break;
                case '\\': json.Append("\\\\"); break;
                case '\n': json.Append("\\n"); break;
                case '\r': json.Append("\\r"); break;
                case '\t': json.Append("\\t"); break;
                case '\f': json.Append("\\f"); break;
                case '\b': json.Append("\\b"); break;
                case < ' ': json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"); break;
                default: json.Append(c); break;
            }
        }

        json.Append('"');
    }
}
