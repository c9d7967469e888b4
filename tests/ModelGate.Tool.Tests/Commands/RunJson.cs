using System.Text.Json.Nodes;

namespace ModelGate.Tool.Tests.Commands;

/// <summary><c>run.json</c> as the file stands on disk.</summary>
internal static class RunJson
{
    public static JsonNode Read(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "run.json")))!;

    /// <summary>What must be equal whenever the same plan runs: everything but the clock's numbers and the seal over them.</summary>
    public static string Timeless(string folder) => Timeless(Read(folder));

    public static string Timeless(JsonNode record)
    {
        record.AsObject().Remove("times");
        record.AsObject().Remove("seal");
        IEnumerable<JsonNode> models = record["candidates"]!.AsArray()
            .Select(candidate => candidate!["model"]!)
            .Append(record["baseline"]!);
        foreach (JsonNode? scenario in models.SelectMany(model => model["scenarios"]!.AsArray()))
        {
            scenario!.AsObject().Remove("measured");
        }

        return record.ToJsonString();
    }
}
