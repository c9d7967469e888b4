using System.Text.Json.Serialization;
using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters.Html;

/// <summary>What the page's scripts draw.</summary>
internal sealed record PageData(
    RecoveryData? Recovery, TradeoffData? Tradeoff, IReadOnlyList<ErrorMapData> Errors, IReadOnlyList<FlipData> Flips)
{
    public static PageData Of(RunRecord record) =>
        new(RecoveryData.Of(record), TradeoffData.Of(record), ErrorMapData.Of(record), FlipData.Of(record));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PageData))]
internal sealed partial class PageJsonContext : JsonSerializerContext;
