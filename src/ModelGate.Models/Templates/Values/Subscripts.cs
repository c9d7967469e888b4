namespace ModelGate.Models.Templates.Values;

/// <summary>
/// <c>value.name</c> and <c>value[key]</c>: the first looks for a method and then for a key, the second the other way round, as Jinja
/// does. What is not there is undefined.
/// </summary>
/// <param name="method">Finds a method of a value; null where it has none of this name.</param>
internal sealed class Subscripts(Func<Value, string, Value?> method, bool isStrict)
{
    public Value Attribute(Value target, string name)
    {
        if (target is Value.Undefined undefined) throw undefined.Fault();
        return OwnAttribute(target, name) ?? method(target, name) ?? (target as Value.Dict)?.Find(name) ?? Missing(target, name);
    }

    /// <summary>The filter <c>attr</c>: never a key of a dictionary.</summary>
    public Value AttributeOnly(Value target, string name)
    {
        if (target is Value.Undefined undefined) throw undefined.Fault();
        return OwnAttribute(target, name) ?? method(target, name) ?? Missing(target, name);
    }

    public Value Item(Value target, Value key)
    {
        if (target is Value.Undefined undefined) throw undefined.Fault();
        if (target is Value.Dict { Entries: var entries } && KeyCanExist(key) && entries.TryGetValue(key, out Value? found)) return found;
        if (key is Value.Text { Characters: var name })
        {
            return OwnAttribute(target, name) ?? method(target, name) ?? Missing(target, name);
        }

        if (Numbers.AsInteger(key) is { } index && ItemAt(target, index) is { } item) return item;
        return new Value.Undefined($"The {TypeName.Of(target)} has no such element", isStrict);
    }

    public Value Slice(Value target, Slicing slice) => target switch
    {
        Value.Text { Characters: var text } => Value.Of(slice.From(text)),
        Value.List { Items: var items } => Value.Of(slice.From(items)),
        Value.Tuple { Items: var items } => new Value.Tuple([.. slice.From(items)]),
        Value.Range range when range.Count <= int.MaxValue => Value.Of(slice.Indices((int)range.Count).Select(index => range.At(index))),
        Value.Undefined undefined => throw undefined.Fault(),
        _ => new Value.Undefined($"A {TypeName.Of(target)} has no slices", isStrict),
    };

    /// <summary>A dotted path such as <c>a.0.b</c>, as the filters take it.</summary>
    public Value Path(Value target, Value path)
    {
        if (path is not Value.Text { Characters: var text }) return Item(target, path);
        foreach (string part in text.Split('.'))
        {
            bool isIndex = part.Length > 0 && part.All(char.IsAsciiDigit);
            target = Item(target, isIndex && long.TryParse(part, out long index) ? Value.Of(index) : Value.Of(part));
        }

        return target;
    }

    private static Value? OwnAttribute(Value target, string name) => target switch
    {
        Value.Namespace { Attributes: var attributes } => attributes.Find(name),
        Value.Object { Find: var find } => find(name),
        _ => null,
    };

    private static Value? ItemAt(Value target, long index)
    {
        if (target is not (Value.Text or Value.List or Value.Tuple or Value.Range)) return null;
        long count = Sequences.RequireCount(target);
        if (index < 0) index += count;
        if (index < 0 || index >= count) return null;
        return target switch
        {
            Value.Text { Characters: var text } => Value.Of(CodePoints.ToOffset(text, index) is var at
                ? text.Substring(at, CodePoints.UnitsAt(text, at)) : ""),
            Value.List { Items: var items } => items[(int)index],
            Value.Tuple { Items: var items } => items[(int)index],
            _ => ((Value.Range)target).At(index),
        };
    }

    private static bool KeyCanExist(Value key) => key is not (Value.List or Value.Dict or Value.View);

    private Value.Undefined Missing(Value target, string name) =>
        new($"The {TypeName.Of(target)} has no attribute `{name}`", isStrict);
}
