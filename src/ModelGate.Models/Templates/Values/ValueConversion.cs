using System.Text.Json;

namespace ModelGate.Models.Templates.Values;

/// <summary>Values of the caller to values of the engine, by a closed list of types: nothing is looked up by reflection.</summary>
internal static class ValueConversion
{
    /// <exception cref="ArgumentException">A type that templates do not know.</exception>
    public static Value From(object? value) => value switch
    {
        null => Value.Nothing,
        bool truth => Value.Of(truth),
        int number => Value.Of(number),
        long number => Value.Of(number),
        double number => Value.Of(number),
        float number => Value.Of(number),
        string text => Value.Of(text),
        JsonElement json => From(json),
        IReadOnlyDictionary<string, object?> entries => FromEntries(entries.Select(entry => (entry.Key, From(entry.Value)))),
        IReadOnlyDictionary<string, JsonElement> entries => FromEntries(entries.Select(entry => (entry.Key, From(entry.Value)))),
        IReadOnlyDictionary<string, string> entries => FromEntries(entries.Select(entry => (entry.Key, Value.Of(entry.Value)))),
        IReadOnlyList<object?> items => Value.Of(items.Select(From)),
        IReadOnlyList<int> items => Value.Of(items.Select(item => Value.Of(item))),
        _ => throw new ArgumentException($"A template cannot take a value of type {value.GetType()}.", nameof(value)),
    };

    /// <summary>As Python's <c>json.loads</c>: a number without point and exponent is an integer.</summary>
    public static Value From(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => Value.True,
        JsonValueKind.False => Value.False,
        JsonValueKind.String => Value.Of(json.GetString()!),
        JsonValueKind.Number => FromNumber(json),
        JsonValueKind.Array => Value.Of(json.EnumerateArray().Select(From)),
        JsonValueKind.Object => FromEntries(json.EnumerateObject().Select(entry => (entry.Name, From(entry.Value)))),
        _ => Value.Nothing,
    };

    private static Value FromNumber(JsonElement json)
    {
        if (json.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') >= 0) return Value.Of(json.GetDouble());
        return json.TryGetInt64(out long whole) ? Value.Of(whole) : throw NumberText.Overflow();
    }

    private static Value.Dict FromEntries(IEnumerable<(string Key, Value Value)> entries)
    {
        Value.Dict dict = new();
        foreach ((string key, Value value) in entries) dict.Entries[Value.Of(key)] = value;
        return dict;
    }
}
