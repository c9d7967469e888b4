using System.Text.Json;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.Results;

/// <summary>Values in JSON as Python writes them, so that the harness's readers see what they are used to.</summary>
internal static class JsonText
{
    public static void Write(Utf8JsonWriter json, object? value) =>
        json.WriteRawValue(PythonJson.Dumps(value), skipInputValidation: true);

    /// <summary>NaN and infinities stand as Python's <c>NaN</c> and <c>Infinity</c>.</summary>
    public static void WriteNumber(Utf8JsonWriter json, double value) => Write(json, value);
}
