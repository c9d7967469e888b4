using System.Text;
using System.Text.Json;

namespace ModelGate.Measurement.Accuracy.Results;

/// <summary>Python's JSON may hold <c>NaN</c> and <c>Infinity</c>, which JSON itself does not know.</summary>
internal static class PythonNumbers
{
    private static readonly string[] Words = ["NaN", "Infinity", "-Infinity"];

    /// <summary>The same JSON with these words in quotes, where they stand outside strings.</summary>
    public static string AsStrings(string json)
    {
        if (!Words.Any(word => json.Contains(word, StringComparison.Ordinal))) return json;
        StringBuilder quoted = new(json.Length + 16);
        bool inText = false;
        for (int i = 0; i < json.Length; i++)
        {
            char c = json[i];
            if (c == '"') inText = !inText;
            if (inText && c == '\\' && i + 1 < json.Length)
            {
                quoted.Append(c).Append(json[++i]);
                continue;
            }

            string? word = inText ? null : Array.Find(Words, word => string.CompareOrdinal(json, i, word, 0, word.Length) == 0);
            if (word is null)
            {
                quoted.Append(c);
                continue;
            }

            quoted.Append('"').Append(word).Append('"');
            i += word.Length - 1;
        }

        return quoted.ToString();
    }

    /// <summary>A number, a boolean as 1 or 0, or one of the quoted words; null for anything else, such as <c>N/A</c>.</summary>
    public static double? Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => element.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => null,
        },
        _ => null,
    };
}
