using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Evaluation;

/// <summary>The methods of Python's lists and tuples. The sandbox of chat templates refuses those that change a list.</summary>
internal static class ListMethods
{
    private static readonly string[] s_changing = ["append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort"];

    public static Value? Find(Runtime runtime, Value.List target, string name)
    {
        if (!s_changing.Contains(name)) return name == "copy" ? Copy(target) : FindReading(target.Items, name);
        if (runtime.Options.Host == JinjaHost.Transformers)
        {
            return runtime.Undefined($"`{name}` would change a list, which the sandbox of chat templates refuses: it is undefined");
        }

        return new Value.Callable(name, arguments => Change(runtime, name, target.Items, arguments) ?? Value.Nothing);
    }

    public static Value? Find(Value.Tuple target, string name) => FindReading(target.Items, name);

    private static Value.Callable Copy(Value.List target) => new("copy", arguments =>
    {
        arguments.Bind("copy", 0);
        return Value.Of(target.Items);
    });

    private static Value.Callable? FindReading(IReadOnlyList<Value> items, string name) => name switch
    {
        "index" => new Value.Callable(name, arguments => Value.Of(IndexOf(items, arguments))),
        "count" => new Value.Callable(name, arguments =>
        {
            Value item = arguments.Bind("count", 1, "value")[0]!;
            return Value.Of((long)items.Count(other => Equality.AreSameOrEqual(other, item)));
        }),
        _ => null,
    };

    private static long IndexOf(IReadOnlyList<Value> items, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("index", 1, "value", "start", "stop");
        Slicing range = Slicing.Of(bound[1] ?? Value.Nothing, bound[2] ?? Value.Nothing, Value.Nothing);
        foreach (int index in range.Indices(items.Count))
        {
            if (Equality.AreSameOrEqual(items[index], bound[0]!)) return index;
        }

        throw TemplateFault.Operation("The value looked for with `index` is not in the list");
    }

    private static Value? Change(Runtime runtime, string name, List<Value> items, Arguments arguments)
    {
        runtime.Budget.RequireLength(items.Count + 1);
        switch (name)
        {
            case "append":
                items.Add(arguments.Bind(name, 1, "object")[0]!);
                return null;
            case "clear":
                items.Clear();
                return null;
            case "extend":
                items.AddRange(runtime.ToList(arguments.Bind(name, 1, "iterable")[0]!));
                return null;
            case "insert":
                Value?[] bound = arguments.Bind(name, 2, "index", "object");
                long at = Numbers.RequireInteger(bound[0]!, "`index`");
                items.Insert((int)Math.Clamp(at < 0 ? at + items.Count : at, 0, items.Count), bound[1]!);
                return null;
            case "pop":
                return Pop(items, arguments);
            case "remove":
                items.RemoveAt((int)IndexOf(items, new Arguments([arguments.Bind(name, 1, "value")[0]!], [])));
                return null;
            case "reverse":
                items.Reverse();
                return null;
            default:
                Value? reverse = arguments.Bind("sort", 0, "reverse")[0];
                List<Value> sorted = Sorting.Sort(items, item => item, Sequences.IsGivenAndTrue(reverse));
                items.Clear();
                items.AddRange(sorted);
                return null;
        }
    }

    private static Value Pop(List<Value> items, Arguments arguments)
    {
        Value? index = arguments.Bind("pop", 0, "index")[0];
        long at = index is null ? -1 : Numbers.RequireInteger(index, "`index`");
        if (at < 0) at += items.Count;
        if (at < 0 || at >= items.Count) throw TemplateFault.Operation("`pop` has no such element");
        Value item = items[(int)at];
        items.RemoveAt((int)at);
        return item;
    }
}
