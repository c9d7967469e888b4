using System.Globalization;
using System.Text;

namespace ModelGate.Models.Templates.Values;

/// <summary>Python's <c>json.dumps</c>, which the filter <c>tojson</c> is.</summary>
/// <param name="EscapesNonAscii"><c>ensure_ascii</c>.</param>
/// <param name="SortsKeys"><c>sort_keys</c>.</param>
/// <param name="Indent">The white space of one level; null writes one line.</param>
/// <param name="ItemSeparator">Null is <c>", "</c>, with an indent <c>","</c>.</param>
/// <param name="MaxLength">Longer is an error.</param>
internal sealed record JsonText(
    bool EscapesNonAscii, bool SortsKeys, string? Indent, string? ItemSeparator, string KeySeparator, int MaxLength)
{
    public string Write(Value value)
    {
        StringBuilder text = new();
        Write(value, text, 0);
        return text.ToString();
    }

    private void Write(Value value, StringBuilder text, int depth)
    {
        Recursion.Check();
        if (text.Length > MaxLength) throw TemplateFault.Limit($"The template makes a text of over {MaxLength} characters");
        switch (value)
        {
            case Value.Text { Characters: var characters }:
                WriteString(characters, text);
                break;
            case Value.List { Items: var items }:
                WriteArray(items, text, depth);
                break;
            case Value.Tuple { Items: var items }:
                WriteArray(items, text, depth);
                break;
            case Value.Dict { Entries: var entries }:
                WriteObject(entries, text, depth);
                break;
            case Value.Undefined undefined:
                throw undefined.Fault();
            default:
                text.Append(Scalar(value) ?? throw TemplateFault.Operation($"`tojson` cannot write a {TypeName.Of(value)}"));
                break;
        }
    }

    private static string? Scalar(Value value) => value switch
    {
        Value.None => "null",
        Value.Bool { IsTrue: var isTrue } => isTrue ? "true" : "false",
        Value.Int { Number: var number } => number.ToString(CultureInfo.InvariantCulture),
        Value.Float { Number: double.NaN } => "NaN",
        Value.Float { Number: double.PositiveInfinity } => "Infinity",
        Value.Float { Number: double.NegativeInfinity } => "-Infinity",
        Value.Float { Number: var number } => NumberText.Repr(number),
        _ => null,
    };

    private void WriteArray(IReadOnlyList<Value> items, StringBuilder text, int depth)
    {
        text.Append('[');
        for (int i = 0; i < items.Count; i++)
        {
            Separate(text, i == 0, depth + 1);
            Write(items[i], text, depth + 1);
        }

        if (items.Count > 0) BreakLine(text, depth);
        text.Append(']');
    }

    private void WriteObject(OrderedDictionary<Value, Value> entries, StringBuilder text, int depth)
    {
        IEnumerable<KeyValuePair<Value, Value>> ordered = entries;
        if (SortsKeys)
        {
            ordered = Sorting.Sort(entries.Keys, key => key, isReversed: false).Select(key => KeyValuePair.Create(key, entries[key]));
        }

        text.Append('{');
        bool isFirst = true;
        foreach ((Value key, Value value) in ordered)
        {
            Separate(text, isFirst, depth + 1);
            isFirst = false;
            WriteString(key is Value.Text { Characters: var name }
                ? name
                : Scalar(key) ?? throw TemplateFault.Operation($"`tojson` cannot write a key of type {TypeName.Of(key)}"), text);
            text.Append(KeySeparator);
            Write(value, text, depth + 1);
        }

        if (!isFirst) BreakLine(text, depth);
        text.Append('}');
    }

    private void Separate(StringBuilder text, bool isFirst, int depth)
    {
        if (!isFirst) text.Append(ItemSeparator ?? (Indent is null ? ", " : ","));
        BreakLine(text, depth);
    }

    private void BreakLine(StringBuilder text, int depth)
    {
        if (Indent is null) return;
        text.Append('\n');
        for (int i = 0; i < depth; i++) text.Append(Indent);
    }

    private void WriteString(string characters, StringBuilder text)
    {
        text.Append('"');
        foreach (char unit in characters)
        {
            string? escape = unit switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\f' => "\\f",
                '\b' => "\\b",
                < ' ' => $"\\u{(int)unit:x4}",
                > '~' when EscapesNonAscii => $"\\u{(int)unit:x4}",
                _ => null,
            };
            if (escape is null) text.Append(unit);
            else text.Append(escape);
        }

        text.Append('"');
    }
}
