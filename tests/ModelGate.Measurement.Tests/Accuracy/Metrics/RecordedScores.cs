using System.Text.Json;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Metrics;

/// <summary>Inputs and results of scoring, most of them from the harness's own code.</summary>
internal static class RecordedScores
{
    public static IEnumerable<JsonElement> Of(string kind)
    {
        string path = Path.Combine(Repository.Shared ?? "", "golden", "scoring", "scoring.jsonl");
        if (!File.Exists(path)) Assert.Skip("The recorded scores are not here (MODELGATE_SHARED).");
        JsonElement[] rows =
            [.. File.ReadLines(path).Select(line => JsonElement.Parse(line)).Where(row => row.GetProperty("kind").GetString() == kind)];
        Assert.NotEmpty(rows);
        return rows;
    }
}
