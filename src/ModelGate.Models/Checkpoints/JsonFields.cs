using System.Text.Json;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Checkpoints;

/// <summary>
/// Typed reading of one JSON object; a wrong value is noted as a diagnostic and a stand-in returned, so that all come out together.
/// </summary>
/// <param name="path">Dotted place of the object in the file, empty at the root.</param>
/// <param name="code">Code of the diagnostics.</param>
internal sealed class JsonFields(JsonElement element, string file, string path, string code, List<Diagnostic> problems)
{
    public List<Diagnostic> Problems => problems;

    public IEnumerable<JsonProperty> Properties => element.EnumerateObject();

    public bool Has(string key) => TryGet(key, out _);

    /// <summary>The value, or null where it is absent or <c>null</c>.</summary>
    public JsonElement? Element(string key) => TryGet(key, out JsonElement value) ? value : null;

    public JsonFields? Object(string key)
    {
        if (!TryGet(key, out JsonElement value)) return null;
        if (value.ValueKind == JsonValueKind.Object) return new JsonFields(value, file, NameOf(key), code, problems);
        Wrong(key, value, "an object");
        return null;
    }

    public string? Text(string key)
    {
        if (!TryGet(key, out JsonElement value)) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        Wrong(key, value, "a text");
        return null;
    }

    public bool Flag(string key, bool otherwise)
    {
        if (!TryGet(key, out JsonElement value)) return otherwise;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Wrong(key, value, "true or false");
        return otherwise;
    }

    /// <summary>An integer from <paramref name="least"/> up; null where absent.</summary>
    public int? Integer(string key, int least)
    {
        if (!TryGet(key, out JsonElement value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least) return number;
        Wrong(key, value, $"an integer from {least} to {int.MaxValue}");
        return null;
    }

    /// <summary>As <see cref="Integer"/>; absence is a diagnostic too.</summary>
    public int RequiredInteger(string key, int least)
    {
        if (!Has(key)) Missing(key);
        return Integer(key, least) ?? least;
    }

    /// <summary>A finite number above 0; null where absent.</summary>
    public double? Positive(string key)
    {
        if (!TryGet(key, out JsonElement value)) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) && number > 0)
            return number;
        Wrong(key, value, "a number above 0");
        return null;
    }

    public double RequiredPositive(string key)
    {
        if (!Has(key)) Missing(key);
        return Positive(key) ?? 1;
    }

    /// <summary>One integer or a list of integers, as token ids are written.</summary>
    public IReadOnlyList<int>? Integers(string key)
    {
        if (!TryGet(key, out JsonElement value)) return null;
        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        var numbers = new List<int>(items.Length);
        foreach (JsonElement item in items)
        {
            if (item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int number) && number >= 0) numbers.Add(number);
            else
            {
                Wrong(key, value, "an integer from 0 up or a list of them");
                return null;
            }
        }

        return numbers;
    }

    /// <summary>A list of texts, or one text.</summary>
    public IReadOnlyList<string>? Texts(string key)
    {
        if (!TryGet(key, out JsonElement value)) return null;
        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        if (items.All(item => item.ValueKind == JsonValueKind.String)) return [.. items.Select(item => item.GetString()!)];
        Wrong(key, value, "a list of texts");
        return null;
    }

    public void Missing(string key) =>
        Add($"'{NameOf(key)}' is missing.", "Use the file that came with the model, or add the value its authors give.");

    public void Wrong(string key, JsonElement value, string expected)
    {
        string text = value.GetRawText();
        if (text.Length > 60) text = string.Concat(text.AsSpan(0, 57), "...");
        Add($"'{NameOf(key)}' is {text}; {expected} is expected.", "Use the file that came with the model.");
    }

    public void Add(string problem, string remedy) => Add(code, problem, remedy);

    public void Add(string otherCode, string problem, string remedy) =>
        problems.Add(new Diagnostic(otherCode, new SourcePoint(file), problem, remedy));

    public string NameOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private bool TryGet(string key, out JsonElement value) =>
        element.TryGetProperty(key, out value) && value.ValueKind != JsonValueKind.Null;
}
