using System.Text.Json;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Metrics;

/// <summary>Inputs and results of scoring, most of them from the harness's own code: every file of the golden folder.</summary>
internal static class RecordedScores
{
    public static IReadOnlyList<JsonElement> Of(string kind)
    {
        string folder = Path.Combine(Repository.Shared ?? "", "golden", "scoring");
        if (!Directory.Exists(folder)) Assert.Skip("The recorded scores are not here (MODELGATE_SHARED).");
        JsonElement[] rows =
        [
            .. from file in Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal)
               from line in File.ReadLines(file)
               let row = JsonElement.Parse(line)
               where row.TryGetProperty("kind", out JsonElement own) && own.GetString() == kind
               select row,
        ];
        if (rows.Length == 0) Assert.Skip($"No recorded score of the kind '{kind}' is here.");
        return rows;
    }
}
