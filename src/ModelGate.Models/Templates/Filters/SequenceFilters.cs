using ModelGate.Models.Templates.Evaluation;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Filters;

/// <summary>Filters on lists, dictionaries and other things that can be iterated.</summary>
internal static class SequenceFilters
{
    public static IReadOnlyDictionary<string, FilterFunction> All { get; } = new Dictionary<string, FilterFunction>(StringComparer.Ordinal)
    {
        ["attr"] = (runtime, input, arguments) => runtime.Subscripts.AttributeOnly(
            input, TextMethods.RequireText(arguments.Bind("attr", 1, "name")[0]!, "`name`")),
        ["batch"] = Batch,
        ["count"] = Length,
        ["d"] = Default,
        ["default"] = Default,
        ["dictsort"] = SortDict,
        ["first"] = First,
        ["items"] = Items,
        ["join"] = Join,
        ["last"] = Last,
        ["length"] = Length,
        ["list"] = (runtime, input, arguments) => arguments.Bind("list", 0).Length == 0 ? new Value.List(runtime.ToList(input)) : input,
        ["max"] = (runtime, input, arguments) => Extreme("max", runtime, input, arguments, sign: 1),
        ["min"] = (runtime, input, arguments) => Extreme("min", runtime, input, arguments, sign: -1),
        ["reverse"] = Reverse,
        ["slice"] = Slice,
        ["sort"] = Sort,
        ["sum"] = Sum,
        ["unique"] = Unique,
    };

    /// <summary>The value an item is compared by: at a path where one is given, small letters unless case counts.</summary>
    public static Func<Value, Value> Key(Runtime runtime, Value? path, Value? caseSensitive)
    {
        bool keepsCase = Sequences.IsGivenAndTrue(caseSensitive);
        return item =>
        {
            Value key = path is null or Value.None ? item : runtime.Subscripts.Path(item, path);
            return !keepsCase && key is Value.Text { Characters: var text } ? Value.Of(LetterCase.Lower(text)) : key;
        };
    }

    private static Value.Generator Batch(Runtime runtime, Value input, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("batch", 1, "linecount", "fill_with");
        long size = Numbers.RequireInteger(bound[0]!, "`linecount`");
        if (size < 1) throw TemplateFault.Operation("`linecount` must be at least 1");
        runtime.Budget.RequireLength(size);
        return new Value.Generator(runtime.ToList(input).Chunk((int)size).Select(chunk =>
        {
            List<Value> row = [.. chunk];
            if (bound[1] is not (null or Value.None)) row.AddRange(Enumerable.Repeat(bound[1]!, (int)size - row.Count));
            return (Value)new Value.List(row);
        }));
    }

    private static Value Default(Runtime runtime, Value input, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("default", 0, "default_value", "boolean");
        bool isAbsent = input is Value.Undefined || (Sequences.IsGivenAndTrue(bound[1]) && !Sequences.IsTrue(input));
        return isAbsent ? bound[0] ?? Value.Of("") : input;
    }

    private static Value SortDict(Runtime runtime, Value input, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("dictsort", 0, "case_sensitive", "by", "reverse");
        string by = bound[1] is null ? "key" : TextMethods.RequireText(bound[1]!, "`by`");
        if (by is not ("key" or "value")) throw TemplateFault.Operation("`dictsort` sorts by key or value");
        if (input is Value.Undefined undefined) throw undefined.Fault();
        if (input is not Value.Dict dict) throw TemplateFault.Operation($"`dictsort` does not apply to a {TypeName.Of(input)}");
        Func<Value, Value> key = Key(runtime, Value.Of(by == "key" ? 0 : 1), bound[0]);
        return new Value.List(Sorting.Sort(runtime.Iterate(DictMethods.Items(dict)), key, Sequences.IsGivenAndTrue(bound[2])));
    }

    private static Value First(Runtime runtime, Value input, Arguments arguments)
    {
        arguments.Bind("first", 0);
        return runtime.Iterate(input).FirstOrDefault()
            ?? runtime.Undefined("There is no first item, the sequence is empty: it is undefined");
    }

    private static Value Last(Runtime runtime, Value input, Arguments arguments)
    {
        arguments.Bind("last", 0);
        if (input is Value.Generator) throw TemplateFault.Operation("`last` does not apply to a generator; make it a list first");
        return runtime.Iterate(input).LastOrDefault()
            ?? runtime.Undefined("There is no last item, the sequence is empty: it is undefined");
    }

    private static Value Items(Runtime runtime, Value input, Arguments arguments)
    {
        arguments.Bind("items", 0);
        return input switch
        {
            Value.Dict dict => new Value.Generator(DictMethods.Items(dict).Items),
            Value.Undefined => new Value.Generator([]),
            _ => throw TemplateFault.Operation($"`items` does not apply to a {TypeName.Of(input)}"),
        };
    }

    private static Value Join(Runtime runtime, Value input, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("join", 0, "d", "attribute");
        IEnumerable<Value> items = runtime.Iterate(input);
        if (bound[1] is not (null or Value.None)) items = items.Select(item => runtime.Subscripts.Path(item, bound[1]!));
        IEnumerable<Value> texts = items.Select(item => Value.Of(runtime.Str(item)));
        return Value.Of(TextMethods.Join(runtime, bound[0] is null ? "" : runtime.Str(bound[0]!), new Value.Generator(texts)));
    }

    private static Value Length(Runtime runtime, Value input, Arguments arguments)
    {
        arguments.Bind("length", 0);
        return Value.Of(Sequences.RequireCount(input));
    }

    private static Value Extreme(string name, Runtime runtime, Value input, Arguments arguments, int sign)
    {
        Value?[] bound = arguments.Bind(name, 0, "case_sensitive", "attribute");
        Func<Value, Value> key = Key(runtime, bound[1], bound[0]);
        Value? best = null;
        foreach (Value item in runtime.Iterate(input))
        {
            if (best is null || Ordering.Compare(key(item), key(best), name) * sign > 0) best = item;
        }

        return best ?? runtime.Undefined("There is no item, the sequence is empty: it is undefined");
    }

    private static Value Reverse(Runtime runtime, Value input, Arguments arguments)
    {
        arguments.Bind("reverse", 0);
        if (input is Value.Text { Characters: var text }) return Value.Of(new Slicing(null, null, -1).From(text));
        List<Value> items = runtime.ToList(input);
        items.Reverse();
        return input is Value.Generator ? new Value.List(items) : new Value.Generator(items);
    }

    private static Value.Generator Slice(Runtime runtime, Value input, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("slice", 1, "slices", "fill_with");
        long slices = Numbers.RequireInteger(bound[0]!, "`slices`");
        if (slices < 1) throw TemplateFault.Operation("`slices` must be at least 1");
        runtime.Budget.RequireLength(slices);
        List<Value> items = runtime.ToList(input);
        int size = items.Count / (int)slices;
        int longer = items.Count % (int)slices;
        return new Value.Generator(Enumerable.Range(0, (int)slices).Select(slice =>
        {
            int start = (slice * size) + Math.Min(slice, longer);
            List<Value> part = items.GetRange(start, size + (slice < longer ? 1 : 0));
            if (bound[1] is not (null or Value.None) && slice >= longer) part.Add(bound[1]!);
            return (Value)new Value.List(part);
        }));
    }

    private static Value Sort(Runtime runtime, Value input, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("sort", 0, "reverse", "case_sensitive", "attribute");
        Func<Value, Value> key = bound[2] is Value.Text { Characters: var paths } && paths.Contains(',', StringComparison.Ordinal)
            ? Several([.. paths.Split(',').Select(path => Key(runtime, Value.Of(path), bound[1]))])
            : Key(runtime, bound[2], bound[1]);
        return new Value.List(Sorting.Sort(runtime.Iterate(input), key, Sequences.IsGivenAndTrue(bound[0])));
    }

    private static Func<Value, Value> Several(Func<Value, Value>[] keys) => item => Value.Of(keys.Select(key => key(item)));

    private static Value Sum(Runtime runtime, Value input, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("sum", 0, "attribute", "start");
        Value total = bound[1] ?? Value.Of(0);
        if (total is Value.Text) throw TemplateFault.Operation("`sum` adds no texts; use `join`");
        foreach (Value item in runtime.Iterate(input))
        {
            Value part = bound[0] is null or Value.None ? item : runtime.Subscripts.Path(item, bound[0]!);
            total = runtime.Arithmetic.Apply("+", total, part);
        }

        return total;
    }

    private static Value.Generator Unique(Runtime runtime, Value input, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("unique", 0, "case_sensitive", "attribute");
        return new Value.Generator(runtime.Iterate(input).DistinctBy(Key(runtime, bound[1], bound[0]), KeyEquality.Instance));
    }
}
