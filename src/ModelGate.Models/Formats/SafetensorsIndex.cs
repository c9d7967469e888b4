using System.Text.Json;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Formats;

/// <summary>A <c>*.safetensors.index.json</c>: which shard holds which tensor.</summary>
/// <param name="WeightMap">Tensor name → file name in the same directory.</param>
public sealed record SafetensorsIndex(string Path, IReadOnlyDictionary<string, string> WeightMap)
{
    /// <exception cref="DiagnosticException">QG0208: not JSON, not an index, or a shard name that leaves the directory.</exception>
    public static SafetensorsIndex Read(string path)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        using JsonDocument document = ParseFile(path);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("weight_map", out JsonElement weightMap)
            || weightMap.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, "The index has no 'weight_map' object.");
        }

        foreach (JsonProperty property in weightMap.EnumerateObject())
        {
            string? shard = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : null;
            bool isFileName = !string.IsNullOrEmpty(shard) && shard == System.IO.Path.GetFileName(shard)
                && shard is not ("." or "..") && !shard.Contains('\\', StringComparison.Ordinal);
            if (!isFileName)
                throw Wrong(path, $"The index maps tensor '{property.Name}' to '{property.Value}', which is no file of its directory.");
            if (!map.TryAdd(property.Name, shard!)) throw Wrong(path, $"The index names tensor '{property.Name}' twice.");
        }

        return new SafetensorsIndex(path, map);
    }

    internal static DiagnosticException Wrong(string path, string problem) =>
        new(CheckpointCodes.IndexWrong, new SourcePoint(path), problem, "Download the index and its shards again, all of one revision.");

    private static JsonDocument ParseFile(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException wrong)
        {
            throw Wrong(path, $"The index is not valid JSON: {wrong.Message}");
        }
    }
}
