using System.Text.Json;

namespace ModelGate.Measurement.Accuracy.Documents;

/// <summary>JSON as the plain values that documents and templates hold.</summary>
public static class JsonValues
{
    /// <summary>The same key twice is a mistake in a data file.</summary>
    public static JsonDocumentOptions Strict { get; } = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <exception cref="FormatException">A whole number that does not fit 64 bits.</exception>
    public static object? FromJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Fields(element),
        JsonValueKind.Array => Items(element),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => Number(element),
        _ => null,
    };

    public static OrderedDictionary<string, object?> Fields(JsonElement element)
    {
        OrderedDictionary<string, object?> fields = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject()) fields.Add(property.Name, FromJson(property.Value));
        return fields;
    }

    private static List<object?> Items(JsonElement element) => [.. element.EnumerateArray().Select(FromJson)];

    private static object Number(JsonElement element)
    {
        if (element.TryGetInt64(out long whole)) return whole;
        string text = element.GetRawText();
        if (text.AsSpan().IndexOfAny('.', 'e', 'E') < 0) throw new FormatException($"The whole number {text} does not fit 64 bits.");
        return element.GetDouble();
    }
}
