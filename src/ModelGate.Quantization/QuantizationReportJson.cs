using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelGate.Quantization;

/// <summary>The report's file format: camel case, absent rather than null, one line a value.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    IndentSize = 2,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(QuantizationReport))]
public sealed partial class QuantizationReportJson : JsonSerializerContext
{
    public static byte[] Serialize(QuantizationReport report) => JsonSerializer.SerializeToUtf8Bytes(report, Default.QuantizationReport);

    /// <returns>The report of a checkpoint's folder; null where it has none.</returns>
    /// <exception cref="JsonException">The file is not a report.</exception>
    public static QuantizationReport? Read(string directory)
    {
        string path = Path.Combine(directory, Quantization.QuantizationReport.FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), Default.QuantizationReport) : null;
    }
}
