using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Evaluation;

/// <summary>The methods of Python's dictionaries. The sandbox of chat templates refuses those that change one.</summary>
internal static class DictMethods
{
    public static Value? Find(Runtime runtime, Value.Dict target, string name)
    {
        OrderedDictionary<Value, Value> entries = target.Entries;
        Func<Arguments, Value>? read = name switch
        {
            "items" => arguments => Bound(arguments, name, Items(target)),
            "keys" => arguments => Bound(arguments, name, new Value.View("dict_keys", [.. entries.Keys])),
            "values" => arguments => Bound(arguments, name, new Value.View("dict_values", [.. entries.Values])),
            "copy" => arguments => Bound(arguments, name, new Value.Dict(new(entries, KeyEquality.Instance))),
            "get" => arguments =>
            {
                Value?[] bound = arguments.Bind("get", 1, "key", "default");
                return entries.GetValueOrDefault(bound[0]!) ?? bound[1] ?? Value.Nothing;
            },
            _ => null,
        };
        if (read is not null) return new Value.Callable(name, read);
        if (name is not ("clear" or "pop" or "popitem" or "setdefault" or "update")) return null;
        return runtime.Options.Host == JinjaHost.Transformers
            ? runtime.Undefined($"`{name}` would change a dictionary, which the sandbox of chat templates refuses: it is undefined")
            : new Value.Callable(name, arguments => Change(runtime, name, entries, arguments) ?? Value.Nothing);
    }

    /// <summary>Pairs of key and value.</summary>
    public static Value.View Items(Value.Dict dict) =>
        new("dict_items", [.. dict.Entries.Select(entry => new Value.Tuple([entry.Key, entry.Value]))]);

    /// <summary>The entries of a dictionary, or of an iterable of pairs.</summary>
    public static IEnumerable<(Value Key, Value Value)> Pairs(Runtime runtime, Value source)
    {
        if (source is Value.Dict dict) return [.. dict.Entries.Select(entry => (entry.Key, entry.Value))];
        return runtime.Iterate(source).Select(pair => runtime.ToList(pair) is [var key, var value]
            ? (key, value)
            : throw TemplateFault.Operation("A dictionary is made of pairs"));
    }

    private static Value Bound(Arguments arguments, string name, Value result)
    {
        arguments.Bind(name, 0);
        return result;
    }

    private static Value? Change(Runtime runtime, string name, OrderedDictionary<Value, Value> entries, Arguments arguments)
    {
        runtime.Budget.RequireLength(entries.Count + 1);
        switch (name)
        {
            case "clear":
                entries.Clear();
                return null;
            case "update":
                if (arguments.Positional.Count > 0)
                {
                    foreach ((Value key, Value value) in Pairs(runtime, arguments.Positional[0])) entries[key] = value;
                }

                foreach ((string key, Value value) in arguments.Named) entries[Value.Of(key)] = value;
                return null;
            case "popitem":
                if (entries.Count == 0) throw TemplateFault.Operation("`popitem` met an empty dictionary");
                KeyValuePair<Value, Value> last = entries.GetAt(entries.Count - 1);
                entries.RemoveAt(entries.Count - 1);
                return new Value.Tuple([last.Key, last.Value]);
            case "setdefault":
                Value?[] pair = arguments.Bind(name, 1, "key", "default");
                if (!entries.TryGetValue(pair[0]!, out Value? present)) entries[pair[0]!] = present = pair[1] ?? Value.Nothing;
                return present;
            default:
                Value?[] bound = arguments.Bind(name, 1, "key", "default");
                return entries.Remove(bound[0]!, out Value? removed)
                    ? removed
                    : bound[1] ?? throw TemplateFault.Operation("`pop` has no such key");
        }
    }
}
