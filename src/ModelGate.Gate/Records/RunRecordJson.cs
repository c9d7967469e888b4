using System.Text.Json;
using System.Text.Json.Serialization;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Records;

/// <summary>Writes and reads <c>run.json</c>.</summary>
public static class RunRecordJson
{
    public static string Write(RunRecord record) => JsonSerializer.Serialize(record, RunJsonContext.Default.RunRecord) + "\n";

    /// <param name="path">The file, or the folder that holds <c>run.json</c>.</param>
    /// <exception cref="DiagnosticException">QG0901: not there, not JSON, cut short, or of another version.</exception>
    public static RunRecord Read(string path)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, RunRecord.FileName) : path;
        const string remedy = "Name the folder that 'check' wrote, or run 'check' again.";
        try
        {
            using FileStream stream = File.OpenRead(file);
            using JsonDocument document = JsonDocument.Parse(stream);
            int version = document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("schemaVersion", out JsonElement element)
                && element.TryGetInt32(out int number) ? number : 0;
            if (version != RunRecord.CurrentVersion)
            {
                throw new DiagnosticException("QG0901", new SourcePoint(file),
                    version == 0
                        ? "This is no run record."
                        : $"The run record has version {version}; this tool reads version {RunRecord.CurrentVersion}.",
                    remedy);
            }

            return document.Deserialize(RunJsonContext.Default.RunRecord)
                ?? throw new DiagnosticException("QG0901", new SourcePoint(file), "The run record is empty.", remedy);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException("QG0901", new SourcePoint(file), $"The run record cannot be read: {error.Message}", remedy);
        }
        catch (JsonException error)
        {
            throw new DiagnosticException("QG0901",
                new SourcePoint(file, (int)(error.LineNumber ?? -1) + 1, (int)(error.BytePositionInLine ?? -1) + 1),
                "The run record is damaged or was edited: it is not the JSON that this tool writes.", remedy);
        }
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunJsonContext : JsonSerializerContext;
