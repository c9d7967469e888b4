using System.Text;

namespace ModelGate.Models.Templates.Values;

/// <summary>Python's <c>str.format</c>: <c>{}</c>, <c>{0}</c>, <c>{name.attribute[key]!r:specification}</c>.</summary>
internal sealed class BraceFormat(Arguments arguments, Subscripts subscripts, int maxLength)
{
    private int _automatic;

    public string Apply(string format, int depth = 0)
    {
        if (depth > 1) throw TemplateFault.Operation("`format` nests too deeply");
        StringBuilder text = new();
        for (int i = 0; i < format.Length; i++)
        {
            char unit = format[i];
            bool isDoubled = i + 1 < format.Length && format[i + 1] == unit;
            if (unit is '{' or '}' && isDoubled)
            {
                text.Append(unit);
                i++;
            }
            else if (unit == '}')
            {
                throw TemplateFault.Operation("`format` met a single `}`");
            }
            else if (unit == '{')
            {
                int end = EndOfField(format, i + 1);
                text.Append(Field(format[(i + 1)..end], depth));
                i = end;
            }
            else
            {
                text.Append(unit);
            }

            if (text.Length > maxLength) throw TemplateFault.Limit($"The template makes a text of over {maxLength} characters");
        }

        return text.ToString();
    }

    private static int EndOfField(string format, int start)
    {
        int depth = 1;
        for (int i = start; i < format.Length; i++)
        {
            if (format[i] == '{') depth++;
            else if (format[i] == '}' && --depth == 0) return i;
        }

        throw TemplateFault.Operation("`format` has a `{` without a `}`");
    }

    private string Field(string field, int depth)
    {
        int colon = field.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? field : field[..colon];
        string specification = colon < 0 ? "" : field[(colon + 1)..];
        int mark = name.IndexOf('!', StringComparison.Ordinal);
        string conversion = mark < 0 ? "" : name[(mark + 1)..];
        Value value = Resolve(mark < 0 ? name : name[..mark]);
        if (specification.Contains('{', StringComparison.Ordinal)) specification = Apply(specification, depth + 1);
        value = conversion switch
        {
            "" => value,
            "s" => Value.Of(Printer.Str(value, maxLength)),
            "r" => Value.Of(Printer.Repr(value, maxLength)),
            _ => throw TemplateFault.Operation($"`format` knows no conversion `!{conversion}`"),
        };
        return FormatSpecification.Apply(value, specification, maxLength);
    }

    private Value Resolve(string name)
    {
        int end = name.AsSpan().IndexOfAny('.', '[');
        string first = end < 0 ? name : name[..end];
        Value value = First(first);
        while (end >= 0 && end < name.Length)
        {
            bool isItem = name[end] == '[';
            int next = isItem ? name.IndexOf(']', end) : name.IndexOfAny(['.', '['], end + 1);
            if (next < 0 && !isItem) next = name.Length;
            if (next < 0) throw TemplateFault.Operation("`format` has a `[` without a `]`");
            string key = name[(end + 1)..next];
            value = !isItem
                ? subscripts.Attribute(value, key)
                : subscripts.Item(value, long.TryParse(key, out long index) ? Value.Of(index) : Value.Of(key));
            if (value is Value.Undefined undefined) throw undefined.Fault();
            end = isItem ? next + 1 : next;
        }

        return value;
    }

    private Value First(string name)
    {
        if (name.Length == 0) name = $"{_automatic++}";
        if (int.TryParse(name, out int position))
        {
            return position < arguments.Positional.Count
                ? arguments.Positional[position]
                : throw TemplateFault.Operation($"`format` was given no value at position {position}");
        }

        foreach ((string key, Value value) in arguments.Named)
        {
            if (key == name) return value;
        }

        throw TemplateFault.Operation($"`format` was given no value named `{name}`");
    }
}
