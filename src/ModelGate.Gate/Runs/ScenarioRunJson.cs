using System.Text.Json;
using System.Text.Json.Serialization;
using ModelGate.Measurement.Performance;

namespace ModelGate.Gate.Runs;

/// <summary>Raw samples of timed scenarios.</summary>
public static class ScenarioRunJson
{
    public static string Write(IReadOnlyList<ScenarioRun> runs) =>
        JsonSerializer.Serialize(runs, ScenarioRunsContext.Default.IReadOnlyListScenarioRun) + "\n";
}

[JsonSourceGenerationOptions(
    WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<ScenarioRun>))]
internal sealed partial class ScenarioRunsContext : JsonSerializerContext;
