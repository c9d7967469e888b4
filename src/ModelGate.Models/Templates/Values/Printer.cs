using System.Globalization;
using System.Text;

namespace ModelGate.Models.Templates.Values;

/// <summary>Python's <c>str</c> and <c>repr</c>.</summary>
internal static class Printer
{
    /// <param name="maxLength">Longer is an error.</param>
    public static string Str(Value value, int maxLength)
    {
        (value as Value.Undefined)?.ThrowIfStrict();
        return value switch
        {
            Value.Text { Characters: var text } => text,
            Value.Undefined => "",
            Value.Int { Number: var number } => number.ToString(CultureInfo.InvariantCulture),
            _ => Repr(value, maxLength),
        };
    }

    public static string Repr(Value value, int maxLength)
    {
        StringBuilder text = new();
        Write(value, text, maxLength);
        return text.ToString();
    }

    private static void Write(Value value, StringBuilder text, int maxLength)
    {
        Recursion.Check();
        if (text.Length > maxLength) throw TemplateFault.Limit($"The template makes a text of over {maxLength} characters");
        switch (value)
        {
            case Value.None:
                text.Append("None");
                break;
            case Value.Bool { IsTrue: var isTrue }:
                text.Append(isTrue ? "True" : "False");
                break;
            case Value.Int { Number: var number }:
                text.Append(CultureInfo.InvariantCulture, $"{number}");
                break;
            case Value.Float { Number: var number }:
                text.Append(NumberText.Repr(number));
                break;
            case Value.Text { Characters: var characters }:
                WriteQuoted(characters, text);
                break;
            case Value.List { Items: var items }:
                WriteItems("[", items, "]", text, maxLength);
                break;
            case Value.Tuple { Items: var items }:
                WriteItems("(", items, items.Count == 1 ? ",)" : ")", text, maxLength);
                break;
            case Value.View { Name: var name, Items: var items }:
                WriteItems($"{name}([", items, "])", text, maxLength);
                break;
            case Value.Dict dict:
                WriteEntries(dict, text, maxLength);
                break;
            case Value.Namespace { Attributes: var attributes }:
                text.Append("<Namespace ");
                WriteEntries(attributes, text, maxLength);
                text.Append('>');
                break;
            case Value.Range range:
                text.Append(CultureInfo.InvariantCulture, $"range({range.Start}, {range.Stop}");
                text.Append(range.Step == 1 ? ")" : $", {range.Step})");
                break;
            case Value.Undefined:
                text.Append("Undefined");
                break;
            case Value.Generator:
                throw TemplateFault.Operation("A generator has no text; make it a list first with the filter `list` or `join`");
            default:
                throw TemplateFault.Operation($"A {TypeName.Of(value)} has no text");
        }
    }

    private static void WriteItems(string open, IReadOnlyList<Value> items, string close, StringBuilder text, int maxLength)
    {
        text.Append(open);
        for (int i = 0; i < items.Count; i++)
        {
            if (i > 0) text.Append(", ");
            Write(items[i], text, maxLength);
        }

        text.Append(close);
    }

    private static void WriteEntries(Value.Dict dict, StringBuilder text, int maxLength)
    {
        text.Append('{');
        bool isFirst = true;
        foreach ((Value key, Value value) in dict.Entries)
        {
            if (!isFirst) text.Append(", ");
            isFirst = false;
            Write(key, text, maxLength);
            text.Append(": ");
            Write(value, text, maxLength);
        }

        text.Append('}');
    }

    // Single quotes, unless the text has some and no double ones.
    private static void WriteQuoted(string characters, StringBuilder text)
    {
        bool isDouble = characters.Contains('\'', StringComparison.Ordinal) && !characters.Contains('"', StringComparison.Ordinal);
        char quote = isDouble ? '"' : '\'';
        text.Append(quote);
        for (int i = 0; i < characters.Length; i++)
        {
            int units = CodePoints.UnitsAt(characters, i);
            int point = units == 2 ? char.ConvertToUtf32(characters, i) : characters[i];
            if (point == quote || point == '\\') text.Append('\\').Append((char)point);
            else if (point == '\n') text.Append("\\n");
            else if (point == '\r') text.Append("\\r");
            else if (point == '\t') text.Append("\\t");
            else if (PythonText.IsPrintable(point)) text.Append(characters, i, units);
            else if (point < 0x100) text.Append(CultureInfo.InvariantCulture, $"\\x{point:x2}");
            else if (point < 0x10000) text.Append(CultureInfo.InvariantCulture, $"\\u{point:x4}");
            else text.Append(CultureInfo.InvariantCulture, $"\\U{point:x8}");
            i += units - 1;
        }

        text.Append(quote);
    }
}
