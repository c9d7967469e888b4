using System.Globalization;
using System.Text;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Evaluation;

/// <summary>The methods of Python's strings.</summary>
internal static class TextMethods
{
    private static readonly Dictionary<string, Func<Runtime, string, Arguments, Value>> s_methods = new(StringComparer.Ordinal)
    {
        ["strip"] = (_, text, arguments) => Strip("strip", text, arguments, left: true, right: true),
        ["lstrip"] = (_, text, arguments) => Strip("lstrip", text, arguments, left: true, right: false),
        ["rstrip"] = (_, text, arguments) => Strip("rstrip", text, arguments, left: false, right: true),
        ["split"] = (_, text, arguments) => Split("split", text, arguments, fromRight: false),
        ["rsplit"] = (_, text, arguments) => Split("rsplit", text, arguments, fromRight: true),
        ["partition"] = (_, text, arguments) => Partition("partition", text, arguments, fromRight: false),
        ["rpartition"] = (_, text, arguments) => Partition("rpartition", text, arguments, fromRight: true),
        ["splitlines"] = (_, text, arguments) =>
        {
            Value?[] bound = arguments.Bind("splitlines", 0, "keepends");
            return Value.Of(PythonText.SplitLines(text, Sequences.IsGivenAndTrue(bound[0])).Select(Value.Of));
        },
        ["startswith"] = (_, text, arguments) =>
            Affix("startswith", text, arguments, (part, affix) => part.StartsWith(affix, StringComparison.Ordinal)),
        ["endswith"] = (_, text, arguments) =>
            Affix("endswith", text, arguments, (part, affix) => part.EndsWith(affix, StringComparison.Ordinal)),
        ["removeprefix"] = (_, text, arguments) => Value.Of(Text("removeprefix", arguments) is var prefix
            && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text),
        ["removesuffix"] = (_, text, arguments) => Value.Of(Text("removesuffix", arguments) is { Length: > 0 } suffix
            && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text),
        ["upper"] = (_, text, arguments) => Plain("upper", arguments, LetterCase.Upper(text)),
        ["lower"] = (_, text, arguments) => Plain("lower", arguments, LetterCase.Lower(text)),
        ["casefold"] = (_, text, arguments) =>
            Plain("casefold", arguments, LetterCase.Lower(text.Replace("ß", "ss", StringComparison.Ordinal))),
        ["title"] = (_, text, arguments) => Plain("title", arguments, LetterCase.Title(text)),
        ["capitalize"] = (_, text, arguments) => Plain("capitalize", arguments, LetterCase.Capitalize(text)),
        ["swapcase"] = (_, text, arguments) => Plain("swapcase", arguments, LetterCase.Swap(text)),
        ["replace"] = Replace,
        ["join"] = (runtime, text, arguments) => Value.Of(Join(runtime, text, arguments.Bind("join", 1, "iterable")[0]!)),
        ["format"] = (runtime, text, arguments) =>
            Value.Of(runtime.Budget.Charge(new BraceFormat(arguments, runtime.Subscripts, runtime.Budget.MaxLength).Apply(text))),
        ["find"] = (_, text, arguments) => Value.Of(Search("find", text, arguments, fromRight: false)),
        ["rfind"] = (_, text, arguments) => Value.Of(Search("rfind", text, arguments, fromRight: true)),
        ["index"] = (_, text, arguments) => Value.Of(Found(Search("index", text, arguments, fromRight: false))),
        ["rindex"] = (_, text, arguments) => Value.Of(Found(Search("rindex", text, arguments, fromRight: true))),
        ["count"] = Count,
        ["zfill"] = (runtime, text, arguments) => Value.Of(FillZeros(runtime, text, arguments)),
        ["ljust"] = (runtime, text, arguments) => Value.Of(Pad(runtime, "ljust", text, arguments, _ => 0)),
        ["rjust"] = (runtime, text, arguments) => Value.Of(Pad(runtime, "rjust", text, arguments, missing => missing)),
        ["center"] = (runtime, text, arguments) => Value.Of(Center(runtime, text, arguments)),
        ["isdigit"] = (_, text, arguments) => All("isdigit", arguments, text, IsDigit),
        ["isnumeric"] = (_, text, arguments) => All("isnumeric", arguments, text, point => CharUnicodeInfo.GetNumericValue(point, 0) >= 0),
        ["isdecimal"] = (_, text, arguments) =>
            All("isdecimal", arguments, text, point => CharUnicodeInfo.GetDecimalDigitValue(point, 0) >= 0),
        ["isalpha"] = (_, text, arguments) => All("isalpha", arguments, text, point => char.IsLetter(point, 0)),
        ["isalnum"] = (_, text, arguments) => All("isalnum", arguments, text,
            point => char.IsLetter(point, 0) || CharUnicodeInfo.GetNumericValue(point, 0) >= 0),
        ["isspace"] = (_, text, arguments) => All("isspace", arguments, text, point => PythonText.IsSpace(point[0])),
        ["isascii"] = (_, text, arguments) => Value.Of(text.All(char.IsAscii)),
        ["islower"] = (_, text, arguments) => Value.Of(LetterCase.IsAll(text, UnicodeCategory.LowercaseLetter)),
        ["isupper"] = (_, text, arguments) => Value.Of(LetterCase.IsAll(text, UnicodeCategory.UppercaseLetter)),
    };

    public static Value? Find(Runtime runtime, Value.Text target, string name) =>
        s_methods.TryGetValue(name, out Func<Runtime, string, Arguments, Value>? method)
            ? new Value.Callable(name, arguments => method(runtime, target.Characters, arguments))
            : null;

    public static string Join(Runtime runtime, string separator, Value items)
    {
        StringBuilder result = new();
        bool isFirst = true;
        foreach (Value item in runtime.Iterate(items))
        {
            if (!isFirst) runtime.Budget.Append(result, separator);
            isFirst = false;
            runtime.Budget.Append(result, RequireText(item, "An item of `join`"));
        }

        return result.ToString();
    }

    /// <param name="limit">Negative replaces all.</param>
    public static string Replace(Runtime runtime, string text, string old, string with, long limit)
    {
        if (limit == 0) return text;
        if (old.Length == 0) return Interleave(runtime, text, with, limit);
        StringBuilder result = new();
        int start = 0;
        int at;
        while (limit-- != 0 && (at = text.IndexOf(old, start, StringComparison.Ordinal)) >= 0)
        {
            result.Append(text, start, at - start);
            runtime.Budget.Append(result, with);
            start = at + old.Length;
        }

        return runtime.Budget.Charge(result.Append(text, start, text.Length - start).ToString());
    }

    public static string RequireText(Value value, string what) => value switch
    {
        Value.Text { Characters: var text } => text,
        Value.Undefined undefined => throw undefined.Fault(),
        _ => throw TemplateFault.Operation($"{what} must be a str, not {TypeName.Of(value)}"),
    };

    /// <summary>Python's <c>str.center</c>: the odd space goes to the left where the width is odd.</summary>
    public static string Center(Runtime runtime, string text, Arguments arguments) => Pad(
        runtime, "center", text, arguments, missing => (missing / 2) + (missing & (CodePoints.Count(text) + missing) & 1));

    // Before every character and at the end.
    private static string Interleave(Runtime runtime, string text, string with, long limit)
    {
        StringBuilder result = new();
        foreach (string point in CodePoints.Split(text))
        {
            if (limit-- != 0) runtime.Budget.Append(result, with);
            else limit = 0;
            result.Append(point);
        }

        if (limit != 0) runtime.Budget.Append(result, with);
        return result.ToString();
    }

    private static Value Plain(string name, Arguments arguments, string result)
    {
        arguments.Bind(name, 0);
        return Value.Of(result);
    }

    private static Value Strip(string name, string text, Arguments arguments, bool left, bool right)
    {
        Value? set = arguments.Bind(name, 0, "chars")[0];
        return Value.Of(PythonText.Strip(text, set is null or Value.None ? null : RequireText(set, "`chars`"), left, right));
    }

    private static Value Split(string name, string text, Arguments arguments, bool fromRight)
    {
        Value?[] bound = arguments.Bind(name, 0, "sep", "maxsplit");
        long limit = bound[1] is { } most ? Numbers.RequireInteger(most, "`maxsplit`") : -1;
        if (limit < 0) limit = -1;
        return Value.Of((bound[0] is null or Value.None
            ? PythonText.SplitWords(text, limit, fromRight)
            : PythonText.Split(text, RequireText(bound[0]!, "`sep`"), limit, fromRight)).Select(Value.Of));
    }

    private static Value.Tuple Partition(string name, string text, Arguments arguments, bool fromRight)
    {
        string separator = Text(name, arguments);
        List<string> parts = PythonText.Split(text, separator, 1, fromRight);
        if (parts.Count == 2) return new Value.Tuple([Value.Of(parts[0]), Value.Of(separator), Value.Of(parts[1])]);
        return new Value.Tuple(fromRight ? [Value.Of(""), Value.Of(""), Value.Of(text)] : [Value.Of(text), Value.Of(""), Value.Of("")]);
    }

    private static Value Affix(string name, string text, Arguments arguments, Func<string, string, bool> matches)
    {
        Value?[] bound = arguments.Bind(name, 1, "affix", "start", "end");
        IReadOnlyList<Value> affixes = bound[0] is Value.Tuple { Items: var several } ? several : [bound[0]!];
        (string part, _, bool isEmptyRange) = Part(text, bound[1], bound[2]);
        return Value.Of(affixes.Any(affix => matches(part, RequireText(affix, $"The argument of `{name}`")) && !isEmptyRange));
    }

    private static Value Replace(Runtime runtime, string text, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("replace", 2, "old", "new", "count");
        long limit = bound[2] is { } most ? Numbers.RequireInteger(most, "`count`") : -1;
        return Value.Of(Replace(runtime, text, RequireText(bound[0]!, "`old`"), RequireText(bound[1]!, "`new`"), Math.Max(limit, -1)));
    }

    private static Value Count(Runtime runtime, string text, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("count", 1, "sub", "start", "end");
        string part = RequireText(bound[0]!, "The argument of `count`");
        (string searched, _, bool isEmptyRange) = Part(text, bound[1], bound[2]);
        if (part.Length == 0) return Value.Of(isEmptyRange ? 0L : CodePoints.Count(searched) + 1);
        return Value.Of((long)searched.AsSpan().Count(part));
    }

    private static long Search(string name, string text, Arguments arguments, bool fromRight)
    {
        Value?[] bound = arguments.Bind(name, 1, "sub", "start", "end");
        string part = RequireText(bound[0]!, $"The argument of `{name}`");
        (string searched, long first, bool isEmptyRange) = Part(text, bound[1], bound[2]);
        if (isEmptyRange) return -1;
        int at = fromRight ? searched.LastIndexOf(part, StringComparison.Ordinal) : searched.IndexOf(part, StringComparison.Ordinal);
        return at < 0 ? -1 : first + CodePoints.ToIndex(searched, at);
    }

    // The range may begin after its end or the text's: then not even the empty text is in it.
    private static (string Text, long First, bool IsEmptyRange) Part(string text, Value? start, Value? end)
    {
        if (start is null && end is null) return (text, 0, false);
        int count = CodePoints.Count(text);
        long first = Bound(start, 0, count);
        long last = Math.Min(Bound(end, count, count), count);
        if (first > last) return ("", first, true);
        int offset = CodePoints.ToOffset(text, first);
        return (text[offset..CodePoints.ToOffset(text, last)], first, false);
    }

    private static long Bound(Value? value, long absent, int count)
    {
        if (value is null or Value.None) return absent;
        long bound = Numbers.RequireInteger(value, "A bound");
        return bound < 0 ? Math.Max(0, bound + count) : bound;
    }

    private static long Found(long at) =>
        at >= 0 ? at : throw TemplateFault.Operation("The part looked for with `index` is not in the text");

    private static string FillZeros(Runtime runtime, string text, Arguments arguments)
    {
        long width = Numbers.RequireInteger(arguments.Bind("zfill", 1, "width")[0]!, "`width`");
        runtime.Budget.RequireLength(width);
        int sign = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        return text[..sign] + new string('0', (int)Math.Max(0, width - CodePoints.Count(text))) + text[sign..];
    }

    private static string Pad(Runtime runtime, string name, string text, Arguments arguments, Func<int, int> left)
    {
        Value?[] bound = arguments.Bind(name, 1, "width", "fillchar");
        long width = Numbers.RequireInteger(bound[0]!, "`width`");
        string fill = bound[1] is null ? " " : RequireText(bound[1]!, "`fillchar`");
        if (CodePoints.Count(fill) != 1) throw TemplateFault.Operation("`fillchar` must be one character");
        runtime.Budget.RequireLength(width);
        int missing = (int)Math.Max(0, width - CodePoints.Count(text));
        int before = left(missing);
        return string.Concat(Enumerable.Repeat(fill, before)) + text + string.Concat(Enumerable.Repeat(fill, missing - before));
    }

    private static Value All(string name, Arguments arguments, string text, Func<string, bool> holds)
    {
        arguments.Bind(name, 0);
        return Value.Of(text.Length > 0 && CodePoints.Split(text).All(holds));
    }

    // Decimal digits and the superscripts and circled digits that Unicode gives a digit value.
    private static bool IsDigit(string point) => CharUnicodeInfo.GetDigitValue(point, 0) >= 0;

    private static string Text(string name, Arguments arguments) =>
        RequireText(arguments.Bind(name, 1, "text")[0]!, $"The argument of `{name}`");
}
