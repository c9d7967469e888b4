using System.Text.Json;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;

namespace ModelGate.Models.Checkpoints;

/// <summary>A JSON file of a checkpoint whose root is an object.</summary>
internal static class JsonFile
{
    /// <exception cref="DiagnosticException">QG0210 with line and column: absent, not JSON, a repeated key, or no object.</exception>
    public static JsonDocument Open(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(
                CheckpointCodes.ConfigUnreadable, new SourcePoint(path), $"The file cannot be read: {missing.Message}",
                "Give a directory in the Hugging Face layout, with config.json beside the safetensors files.");
        }

        try
        {
            ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
            int start = bytes.AsSpan().StartsWith(byteOrderMark) ? byteOrderMark.Length : 0;
            JsonDocument document = JsonDocument.Parse(bytes.AsMemory(start), new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            throw Unreadable(new SourcePoint(path), "The file's root is not an object.");
        }
        catch (JsonException wrong)
        {
            var at = new SourcePoint(path, (int)(wrong.LineNumber ?? -1) + 1, (int)(wrong.BytePositionInLine ?? -1) + 1);
            throw Unreadable(at, $"The file is not valid JSON: {wrong.Message}");
        }
    }

    private static DiagnosticException Unreadable(SourcePoint at, string problem) =>
        new(CheckpointCodes.ConfigUnreadable, at, problem, "Use the file that came with the model.");
}
