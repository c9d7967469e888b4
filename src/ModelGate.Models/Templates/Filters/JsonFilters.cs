using ModelGate.Models.Templates.Evaluation;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Filters;

/// <summary>
/// <c>tojson</c>: in chat templates plain <c>json.dumps</c> with its options, in task templates Jinja's own, which sorts keys and
/// escapes what HTML would read.
/// </summary>
internal static class JsonFilters
{
    public static IReadOnlyDictionary<string, FilterFunction> All { get; } = new Dictionary<string, FilterFunction>(StringComparer.Ordinal)
    {
        ["tojson"] = (runtime, input, arguments) => Value.Of(runtime.Budget.Charge(runtime.Options.Host == JinjaHost.Transformers
            ? Plain(runtime, input, arguments)
            : HtmlSafe(runtime, input, arguments))),
    };

    private static string Plain(Runtime runtime, Value input, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("tojson", 0, "ensure_ascii", "indent", "separators", "sort_keys");
        string? itemSeparator = null;
        string keySeparator = ": ";
        if (bound[2] is not (null or Value.None))
        {
            (itemSeparator, keySeparator) = runtime.ToList(bound[2]!) is [Value.Text item, Value.Text key]
                ? (item.Characters, key.Characters)
                : throw TemplateFault.Operation("`separators` are two texts");
        }

        bool escapesNonAscii = Sequences.IsGivenAndTrue(bound[0]);
        bool sortsKeys = Sequences.IsGivenAndTrue(bound[3]);
        string? indent = Indent(runtime, bound[1]);
        return new JsonText(escapesNonAscii, sortsKeys, indent, itemSeparator, keySeparator, runtime.Budget.MaxLength).Write(input);
    }

    private static string HtmlSafe(Runtime runtime, Value input, Arguments arguments)
    {
        Value? indent = arguments.Bind("tojson", 0, "indent")[0];
        return new JsonText(EscapesNonAscii: true, SortsKeys: true, Indent(runtime, indent), null, ": ", runtime.Budget.MaxLength)
            .Write(input)
            .Replace("<", "\\u003c", StringComparison.Ordinal)
            .Replace(">", "\\u003e", StringComparison.Ordinal)
            .Replace("&", "\\u0026", StringComparison.Ordinal)
            .Replace("'", "\\u0027", StringComparison.Ordinal);
    }

    private static string? Indent(Runtime runtime, Value? indent)
    {
        if (indent is null or Value.None) return null;
        if (indent is Value.Text { Characters: var text }) return text;
        long width = Numbers.RequireInteger(indent, "`indent`");
        runtime.Budget.RequireLength(width);
        return new string(' ', (int)Math.Max(0, width));
    }
}
