using System.Text.Json;
using System.Text.Json.Serialization;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Results;

/// <summary>
/// One of several parts of an evaluation, beside its own results: <c>shard.json</c> with what all parts have in common, and the model's
/// responses, from which the merged results are scored anew.
/// </summary>
/// <param name="Index">From 0.</param>
/// <param name="Arguments">Of the command, without the shard and the output folder; equal in all parts.</param>
/// <param name="Fingerprints">Of the whole tasks, by name; equal in all parts.</param>
public sealed record EvaluationShard(
    int Schema, int Index, int Count, IReadOnlyList<string> Arguments, EvaluationIdentity Identity,
    IReadOnlyDictionary<string, string> Fingerprints)
{
    public const string FileName = "shard.json";

    private const int CurrentSchema = 1;

    public static EvaluationShard Of(
        int index, int count, IReadOnlyList<string> arguments, EvaluationIdentity identity, IEnumerable<PreparedTask> whole) => new(
            CurrentSchema, index, count, arguments, identity, whole.ToDictionary(task => task.Task.Name, task => task.Fingerprint));

    public static string ResponsesFile(string task) => $"responses_{task}.json";

    public void Write(string folder, IEnumerable<TaskResult> results)
    {
        foreach (TaskResult result in results)
        {
            File.WriteAllText(Path.Combine(folder, ResponsesFile(result.Name)), ResponseJson.Serialize(result.Responses));
        }

        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, ShardJsonContext.Default.EvaluationShard) + "\n");
    }

    /// <exception cref="DiagnosticException">QG0623: the folder is not one.</exception>
    public static EvaluationShard Read(string folder)
    {
        string file = Path.Combine(folder, FileName);
        try
        {
            EvaluationShard? read = JsonSerializer.Deserialize(File.ReadAllText(file), ShardJsonContext.Default.EvaluationShard);
            if (read?.Schema == CurrentSchema) return read;
            throw NoShard(file, "It is of another version.");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw NoShard(file, error.Message);
        }
    }

    /// <summary>The model's responses to a task; none where the part has no document of it.</summary>
    /// <exception cref="DiagnosticException">QG0623: the file is damaged.</exception>
    public static IReadOnlyList<DocumentResponse> ReadResponses(string folder, string task)
    {
        string file = Path.Combine(folder, ResponsesFile(task));
        if (!File.Exists(file)) return [];
        try
        {
            return ResponseJson.Deserialize(File.ReadAllText(file));
        }
        catch (JsonException error)
        {
            throw NoShard(file, error.Message);
        }
    }

    private static DiagnosticException NoShard(string file, string problem) => new(
        TaskCodes.WrongShard, new(file), $"This is not a part that 'eval --shard' wrote: {problem}",
        "Name folders that 'eval --shard' wrote.");
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EvaluationShard))]
internal sealed partial class ShardJsonContext : JsonSerializerContext;
