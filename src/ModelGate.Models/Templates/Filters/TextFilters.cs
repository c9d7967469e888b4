using System.Text;
using ModelGate.Models.Templates.Evaluation;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Filters;

/// <summary>Filters that make text from text; any value is printed first.</summary>
internal static class TextFilters
{
    public static IReadOnlyDictionary<string, FilterFunction> All { get; } = new Dictionary<string, FilterFunction>(StringComparer.Ordinal)
    {
        ["capitalize"] = (runtime, input, arguments) => Plain("capitalize", arguments, LetterCase.Capitalize(runtime.Str(input))),
        ["center"] = (runtime, input, arguments) => Value.Of(TextMethods.Center(
            runtime, runtime.Str(input), new Arguments([arguments.Bind("center", 0, "width")[0] ?? Value.Of(80)], []))),
        ["e"] = Escape,
        ["escape"] = Escape,
        ["forceescape"] = Escape,
        ["format"] = Format,
        ["indent"] = Indent,
        ["lower"] = (runtime, input, arguments) => Plain("lower", arguments, LetterCase.Lower(runtime.Str(input))),
        ["replace"] = Replace,
        ["safe"] = (runtime, input, arguments) => Plain("safe", arguments, runtime.Str(input)),
        ["string"] = (runtime, input, arguments) => Plain("string", arguments, runtime.Str(input)),
        ["title"] = (runtime, input, arguments) => Plain("title", arguments, Title(runtime.Str(input))),
        ["trim"] = Trim,
        ["truncate"] = Truncate,
        ["upper"] = (runtime, input, arguments) => Plain("upper", arguments, LetterCase.Upper(runtime.Str(input))),
        ["urlencode"] = (runtime, input, arguments) => Plain("urlencode", arguments, UrlEncode(runtime.Str(input))),
        ["wordcount"] = WordCount,
    };

    private static Value Plain(string name, Arguments arguments, string result)
    {
        arguments.Bind(name, 0);
        return Value.Of(result);
    }

    private static Value Escape(Runtime runtime, Value input, Arguments arguments) => Plain("escape", arguments, runtime.Str(input)
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal)
        .Replace("\"", "&#34;", StringComparison.Ordinal));

    private static Value Format(Runtime runtime, Value input, Arguments arguments)
    {
        if (arguments.Named.Count > 0 && arguments.Positional.Count > 0)
        {
            throw TemplateFault.Operation("`format` takes values by position or by name, not both");
        }

        Value.Dict named = new();
        foreach ((string name, Value value) in arguments.Named) named.Entries[Value.Of(name)] = value;
        Value values = arguments.Named.Count > 0 ? named : new Value.Tuple(arguments.Positional);
        return Value.Of(PercentFormat.Apply(runtime.Str(input), values, runtime.Budget.MaxLength));
    }

    private static Value Indent(Runtime runtime, Value input, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("indent", 0, "width", "first", "blank");
        string indent = Indentation(runtime, bound[0] ?? Value.Of(4));
        bool indentsBlank = Sequences.IsGivenAndTrue(bound[2]);
        List<string> lines = PythonText.SplitLines(TextMethods.RequireText(input, "The input of `indent`") + "\n");
        StringBuilder text = new();
        for (int i = 0; i < lines.Count; i++)
        {
            if (i > 0) text.Append('\n');
            bool isIndented = i == 0 ? Sequences.IsGivenAndTrue(bound[1]) : indentsBlank || lines[i].Length > 0;
            if (isIndented) runtime.Budget.Append(text, indent);
            runtime.Budget.Append(text, lines[i]);
        }

        return Value.Of(text.ToString());
    }

    private static string Indentation(Runtime runtime, Value width)
    {
        if (width is Value.Text { Characters: var text }) return text;
        long spaces = Numbers.RequireInteger(width, "`width`");
        runtime.Budget.RequireLength(spaces);
        return new string(' ', (int)Math.Max(0, spaces));
    }

    private static Value Replace(Runtime runtime, Value input, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("replace", 2, "old", "new", "count");
        long limit = bound[2] is null or Value.None ? -1 : Numbers.RequireInteger(bound[2]!, "`count`");
        (string old, string with) = (runtime.Str(bound[0]!), runtime.Str(bound[1]!));
        return Value.Of(TextMethods.Replace(runtime, runtime.Str(input), old, with, Math.Max(limit, -1)));
    }

    // A word begins after white space or one of -({[<; unlike str.title an apostrophe begins none.
    private static string Title(string text)
    {
        StringBuilder result = new();
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            bool isBreak = i < text.Length && (PythonText.IsSpace(text[i]) || "-({[<".Contains(text[i], StringComparison.Ordinal));
            if (i < text.Length && !isBreak) continue;
            string word = text[start..i];
            if (word.Length > 0)
            {
                int units = CodePoints.UnitsAt(word, 0);
                result.Append(LetterCase.Upper(word[..units])).Append(LetterCase.Lower(word[units..]));
            }

            if (isBreak) result.Append(text[i]);
            start = i + 1;
        }

        return result.ToString();
    }

    private static Value Trim(Runtime runtime, Value input, Arguments arguments)
    {
        Value? chars = arguments.Bind("trim", 0, "chars")[0];
        return Value.Of(PythonText.Strip(
            runtime.Str(input), chars is null or Value.None ? null : TextMethods.RequireText(chars, "`chars`"), left: true, right: true));
    }

    private static Value Truncate(Runtime runtime, Value input, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("truncate", 0, "length", "killwords", "end", "leeway");
        string text = TextMethods.RequireText(input, "The input of `truncate`");
        long length = bound[0] is null ? 255 : Numbers.RequireInteger(bound[0]!, "`length`");
        string end = bound[2] is null ? "..." : TextMethods.RequireText(bound[2]!, "`end`");
        long leeway = bound[3] is null or Value.None ? 5 : Numbers.RequireInteger(bound[3]!, "`leeway`");
        long kept = length - CodePoints.Count(end);
        if (kept < 0 || leeway < 0) throw TemplateFault.Operation("`truncate` needs a length of at least that of `end`");
        if (CodePoints.Count(text) <= length + leeway) return Value.Of(text);
        string cut = text[..CodePoints.ToOffset(text, kept)];
        int space = Sequences.IsGivenAndTrue(bound[1]) ? -1 : cut.LastIndexOf(' ');
        return Value.Of((space < 0 ? cut : cut[..space]) + end);
    }

    private static string UrlEncode(string text)
    {
        StringBuilder result = new();
        foreach (byte unit in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)unit) || "_.-~/".Contains((char)unit, StringComparison.Ordinal)) result.Append((char)unit);
            else result.Append('%').Append(unit.ToString("X2"));
        }

        return result.ToString();
    }

    private static Value WordCount(Runtime runtime, Value input, Arguments arguments)
    {
        arguments.Bind("wordcount", 0);
        long words = 0;
        bool isInWord = false;
        foreach (string point in CodePoints.Split(runtime.Str(input)))
        {
            bool isWord = char.IsLetterOrDigit(point, 0) || point == "_"
                || System.Globalization.CharUnicodeInfo.GetNumericValue(point, 0) >= 0;
            if (isWord && !isInWord) words++;
            isInWord = isWord;
        }

        return Value.Of(words);
    }
}
