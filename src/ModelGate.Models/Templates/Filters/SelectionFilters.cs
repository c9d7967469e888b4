using ModelGate.Models.Templates.Evaluation;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Filters;

/// <summary>Filters that apply an attribute, a filter or a test to each item.</summary>
internal static class SelectionFilters
{
    public static IReadOnlyDictionary<string, FilterFunction> All { get; } = new Dictionary<string, FilterFunction>(StringComparer.Ordinal)
    {
        ["groupby"] = GroupBy,
        ["map"] = (runtime, input, arguments) => Lazily(runtime, input, items => items.Select(Mapping(runtime, arguments))),
        ["reject"] = (runtime, input, arguments) => Choose("reject", runtime, input, arguments, byAttribute: false, keeps: false),
        ["rejectattr"] = (runtime, input, arguments) => Choose("rejectattr", runtime, input, arguments, byAttribute: true, keeps: false),
        ["select"] = (runtime, input, arguments) => Choose("select", runtime, input, arguments, byAttribute: false, keeps: true),
        ["selectattr"] = (runtime, input, arguments) => Choose("selectattr", runtime, input, arguments, byAttribute: true, keeps: true),
    };

    // Jinja makes nothing of what is false, so none and undefined are as good as an empty list.
    private static Value.Generator Lazily(Runtime runtime, Value input, Func<IEnumerable<Value>, IEnumerable<Value>> apply) =>
        new(Sequences.IsTrue(input) ? apply(runtime.Iterate(input)) : []);

    private static Func<Value, Value> Mapping(Runtime runtime, Arguments arguments)
    {
        if (arguments.Positional.Count > 0)
        {
            string filter = TextMethods.RequireText(arguments.Positional[0], "The filter of `map`");
            Arguments rest = arguments.From(1);
            return item => runtime.ApplyFilter(filter, item, rest);
        }

        Value?[] bound = arguments.Bind("map", 1, "attribute", "default");
        return item => At(runtime, item, bound[0]!, bound[1]);
    }

    // Each undefined step of the path is replaced, as in Jinja.
    private static Value At(Runtime runtime, Value item, Value path, Value? fallback)
    {
        if (fallback is null or Value.None || path is not Value.Text { Characters: var text })
        {
            Value found = runtime.Subscripts.Path(item, path);
            return found is Value.Undefined && fallback is not (null or Value.None) ? fallback : found;
        }

        foreach (string part in text.Split('.'))
        {
            item = runtime.Subscripts.Path(item, Value.Of(part));
            if (item is Value.Undefined) item = fallback;
        }

        return item;
    }

    private static Value.Generator Choose(
        string name, Runtime runtime, Value input, Arguments arguments, bool byAttribute, bool keeps)
    {
        int skip = byAttribute ? 1 : 0;
        if (arguments.Positional.Count < skip) throw TemplateFault.Operation($"`{name}` needs the name of an attribute");
        Func<Value, Value> subject = byAttribute ? item => runtime.Subscripts.Path(item, arguments.Positional[0]) : item => item;
        Func<Value, bool> holds = Sequences.IsTrue;
        if (arguments.Positional.Count > skip)
        {
            string test = TextMethods.RequireText(arguments.Positional[skip], $"The test of `{name}`");
            Arguments rest = arguments.From(skip + 1);
            holds = value => runtime.ApplyTest(test, value, rest);
        }

        return Lazily(runtime, input, items => items.Where(item => holds(subject(item)) == keeps));
    }

    private static Value GroupBy(Runtime runtime, Value input, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("groupby", 1, "attribute", "default", "case_sensitive");
        Func<Value, Value> own = item => At(runtime, item, bound[0]!, bound[1]);
        Func<Value, Value> compared = SequenceFilters.Key(runtime, null, bound[2]);
        Func<Value, Value> key = item => compared(own(item));
        List<Value> groups = [];
        List<Value> members = [];
        foreach (Value item in Sorting.Sort(runtime.Iterate(input), key, isReversed: false))
        {
            if (members.Count == 0 || !Equality.AreEqual(key(members[0]), key(item)))
            {
                members = [];
                groups.Add(new Value.Tuple([own(item), new Value.List(members)]));
            }

            members.Add(item);
        }

        return new Value.List(groups);
    }
}
