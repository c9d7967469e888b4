using System.Text.Json.Serialization;

namespace ModelGate.Gate.Reporters.Sarif;

/// <summary>The part of SARIF that is written, in the words of its specification (OASIS, version 2.1.0).</summary>
internal sealed record SarifLog(IReadOnlyList<SarifRun> Runs)
{
    [JsonPropertyName("$schema")]
    [JsonPropertyOrder(-2)]
    public string Schema => "https://json.schemastore.org/sarif-2.1.0.json";

    [JsonPropertyOrder(-1)]
    public string Version => "2.1.0";
}

/// <param name="AutomationDetails">Keeps the alerts of two policies of one repository apart.</param>
internal sealed record SarifRun(
    SarifTool Tool, IReadOnlyList<SarifInvocation> Invocations, IReadOnlyList<SarifArtifact> Artifacts, SarifAutomation AutomationDetails,
    IReadOnlyList<SarifResult> Results)
{
    public string ColumnKind => "utf16CodeUnits";
}

internal sealed record SarifTool(SarifDriver Driver);

internal sealed record SarifDriver(string Name, string SemanticVersion, IReadOnlyList<SarifRule> Rules);

internal sealed record SarifRule(string Id, SarifText ShortDescription, SarifText? FullDescription, SarifText Help);

internal sealed record SarifText(string Text);

/// <param name="ExecutionSuccessful">The run came to a verdict, whichever.</param>
internal sealed record SarifInvocation(bool ExecutionSuccessful, int ExitCode, DateTime StartTimeUtc);

internal sealed record SarifArtifact(SarifLocation Location, IReadOnlyDictionary<string, string> Hashes);

/// <param name="Index">In the run's artifacts.</param>
internal sealed record SarifLocation(string Uri, int? Index);

internal sealed record SarifAutomation(string Id);

internal sealed record SarifResult(
    string RuleId, int RuleIndex, string Level, SarifText Message, IReadOnlyList<SarifPlace> Locations,
    IReadOnlyDictionary<string, string> PartialFingerprints, SarifProperties? Properties);

internal sealed record SarifPlace(SarifPhysicalPlace PhysicalLocation, IReadOnlyList<SarifLogicalPlace>? LogicalLocations);

internal sealed record SarifPhysicalPlace(SarifLocation ArtifactLocation, SarifRegion Region);

/// <param name="StartLine">From 1.</param>
/// <param name="StartColumn">From 1; null is the whole line.</param>
internal sealed record SarifRegion(int StartLine, int? StartColumn);

internal sealed record SarifLogicalPlace(string Name);

/// <summary>What the message says, as numbers.</summary>
internal sealed record SarifProperties(
    string Code, string Candidate, string Subject, double? Value, double? Low, double? High, int? Samples);

[JsonSourceGenerationOptions(
    WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SarifLog))]
internal sealed partial class SarifJsonContext : JsonSerializerContext;
