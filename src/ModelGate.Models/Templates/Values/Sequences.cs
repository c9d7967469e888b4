namespace ModelGate.Models.Templates.Values;

/// <summary>Truth, length and iteration of values.</summary>
internal static class Sequences
{
    public static bool IsTrue(Value value)
    {
        (value as Value.Undefined)?.ThrowIfStrict();
        return value switch
        {
            Value.None or Value.Undefined => false,
            Value.Bool { IsTrue: var isTrue } => isTrue,
            Value.Int { Number: var number } => number != 0,
            Value.Float { Number: var number } => number != 0,
            _ => CountOf(value) is not 0,
        };
    }

    /// <summary>For an option that is off when it is left out.</summary>
    public static bool IsGivenAndTrue(Value? option) => option is not null && IsTrue(option);

    /// <summary>Null for a value without a length.</summary>
    public static long? CountOf(Value value)
    {
        (value as Value.Undefined)?.ThrowIfStrict();
        return value switch
        {
            Value.Text { Characters: var text } => CodePoints.Count(text),
            Value.List { Items.Count: var count } => count,
            Value.Tuple { Items.Count: var count } => count,
            Value.Dict { Entries.Count: var count } => count,
            Value.View { Items.Count: var count } => count,
            Value.Range { Count: var count } => count,
            Value.Undefined => 0,
            _ => null,
        };
    }

    public static long RequireCount(Value value) =>
        CountOf(value) ?? throw TemplateFault.Operation($"A {TypeName.Of(value)} has no length");

    public static bool IsIterable(Value value) => value is Value.Generator || CountOf(value) is not null;

    /// <summary>Items, keys of a dictionary, or code points of a text.</summary>
    public static IEnumerable<Value> Iterate(Value value)
    {
        (value as Value.Undefined)?.ThrowIfStrict();
        return value switch
        {
            Value.List { Items: var items } => Growing(items),
            Value.Tuple { Items: var items } => items,
            Value.View { Items: var items } => items,
            Value.Dict { Entries.Keys: var keys } => [.. keys],
            Value.Text { Characters: var text } => CodePoints.Split(text).Select(Value.Of),
            Value.Range range => Numbers(range),
            Value.Generator generator => generator.Rest(),
            Value.Undefined => [],
            _ => throw TemplateFault.Operation($"A {TypeName.Of(value)} cannot be iterated"),
        };
    }

    public static bool Contains(Value container, Value item)
    {
        switch (container)
        {
            case Value.Text { Characters: var text }:
                (item as Value.Undefined)?.ThrowIfStrict();
                return item is Value.Text { Characters: var part }
                    ? text.Contains(part, StringComparison.Ordinal)
                    : throw TemplateFault.Operation($"`in` looks for a str in a str, not for a {TypeName.Of(item)}");
            case Value.Dict { Entries: var entries }:
                return entries.ContainsKey(item);
            default:
                return Iterate(container).Any(other => Equality.AreSameOrEqual(other, item));
        }
    }

    // A list may grow while it is visited.
    private static IEnumerable<Value> Growing(List<Value> items)
    {
        for (int i = 0; i < items.Count; i++) yield return items[i];
    }

    private static IEnumerable<Value> Numbers(Value.Range range)
    {
        for (long i = 0; i < range.Count; i++) yield return range.At(i);
    }
}
