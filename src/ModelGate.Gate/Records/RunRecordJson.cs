using System.Text.Json;
using System.Text.Json.Serialization;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Records;

/// <summary>Writes and reads <c>run.json</c>.</summary>
public static class RunRecordJson
{
    /// <summary>The content does not fit its seal, or contradicts itself.</summary>
    public const string EditedCode = "QG0904";

    private const string Remedy = "Name the folder that 'check' wrote, or run 'check' again.";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>With its seal, whatever <see cref="RunRecord.Seal"/> holds.</summary>
    public static string Write(RunRecord record)
    {
        JsonElement unsealed = JsonSerializer.SerializeToElement(record with { Seal = null }, RunJsonContext.Default.RunRecord);
        return JsonSerializer.Serialize(record with { Seal = RecordSeal.Of(unsealed) }, RunJsonContext.Default.RunRecord) + "\n";
    }

    /// <param name="path">The file, or the folder that holds <c>run.json</c>.</param>
    /// <exception cref="DiagnosticException">
    /// QG0901: not there, not JSON, cut short, or of another version. QG0904: edited after it was written, or it contradicts itself.
    /// </exception>
    public static RunRecord Read(string path)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, RunRecord.FileName) : path;
        try
        {
            using FileStream stream = File.OpenRead(file);
            return Read(stream, file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException("QG0901", new SourcePoint(file), $"The run record cannot be read: {error.Message}", Remedy);
        }
    }

    /// <param name="file">The name that diagnostics carry.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static RunRecord Read(Stream stream, string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(stream, Strict);
            CheckVersion(document.RootElement, file);
            RunRecord record = document.Deserialize(RunJsonContext.Default.RunRecord)
                ?? throw new DiagnosticException("QG0901", new SourcePoint(file), "The run record is empty.", Remedy);
            CheckContent(record, document.RootElement, file);
            return record;
        }
        catch (JsonException error)
        {
            throw new DiagnosticException("QG0901",
                new SourcePoint(file, (int)(error.LineNumber ?? -1) + 1, (int)(error.BytePositionInLine ?? -1) + 1),
                "The run record is damaged or was edited: it is not the JSON that this tool writes.", Remedy);
        }
    }

    private static void CheckVersion(JsonElement root, string file)
    {
        int version = root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("schemaVersion", out JsonElement element)
            && element.TryGetInt32(out int number) ? number : 0;
        if (version == RunRecord.CurrentVersion) return;
        throw new DiagnosticException("QG0901", new SourcePoint(file),
            version == 0
                ? "This is no run record."
                : $"The run record has version {version}; this tool reads version {RunRecord.CurrentVersion}.",
            Remedy);
    }

    private static void CheckContent(RunRecord record, JsonElement root, string file)
    {
        if (record.Seal is null)
        {
            throw new DiagnosticException(EditedCode, new SourcePoint(file),
                "The run record has no seal: it was edited, or written by a tool older than seals.", "Run 'check' again.");
        }

        if (record.Seal != RecordSeal.Of(root))
        {
            throw new DiagnosticException(EditedCode, new SourcePoint(file),
                "The run record was edited after it was written: its content does not fit its seal.", "Run 'check' again.");
        }

        Diagnostic[] contradictions =
        [
            .. RecordConsistency.Contradictions(record).Select(problem =>
                new Diagnostic(EditedCode, new SourcePoint(file), problem, "No run ends like this; run 'check' again.")),
        ];
        if (contradictions.Length > 0) throw new DiagnosticException(contradictions);
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
