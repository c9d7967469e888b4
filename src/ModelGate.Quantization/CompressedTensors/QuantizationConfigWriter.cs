using System.Text.Encodings.Web;
using System.Text.Json;
using ModelGate.Models.Checkpoints;
using ModelGate.Quantization.Quantizers;

namespace ModelGate.Quantization.CompressedTensors;

/// <summary>
/// <c>config.json</c> of the result: the source's, key by key, with <c>quantization_config</c> in the form that every reader since
/// compressed-tensors 0.11 accepts: no null optional keys, no scale types, nothing of our own inside.
/// </summary>
internal static class QuantizationConfigWriter
{
    /// <summary>The format version written, for information: readers do not branch on it.</summary>
    private const string FormatVersion = "0.18.0";

    private const string Key = "quantization_config";

    private static readonly JsonWriterOptions Style = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="source">The source's <c>config.json</c>.</param>
    public static byte[] Merge(ReadOnlyMemory<byte> source, ConfigGroups groups, QuantizationRecipe recipe)
    {
        using JsonDocument config = JsonDocument.Parse(source);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Style))
        {
            json.WriteStartObject();
            foreach (JsonProperty property in config.RootElement.EnumerateObject())
            {
                if (property.Name != Key) property.WriteTo(json);
            }

            json.WritePropertyName(Key);
            Write(json, groups, recipe);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ConfigGroups groups, QuantizationRecipe recipe)
    {
        bool mixed = groups.Groups.Count > 1;
        json.WriteStartObject();
        json.WriteString("version", FormatVersion);
        json.WriteString("quant_method", "compressed-tensors");
        json.WriteString("format", mixed ? "mixed-precision" : groups.Groups[0].Scheme.Format.Format);
        json.WriteString("quantization_status", "compressed");
        WriteTexts(json, "ignore", groups.Ignore);
        json.WriteNull("kv_cache_scheme");
        json.WriteStartObject("config_groups");
        for (int i = 0; i < groups.Groups.Count; i++)
        {
            (QuantizationScheme scheme, IReadOnlyList<string> targets) = groups.Groups[i];
            json.WriteStartObject($"group_{i}");
            WriteTexts(json, "targets", targets);
            if (mixed) json.WriteString("format", scheme.Format.Format);
            bool ordered = recipe is { Quantizer: Gptq, ActivationOrder: ActivationOrder.Weight }
                && scheme.Granularity is Granularity.PerGroup;
            WriteNumbers(json, "weights", scheme.Format.Weights, ordered ? "weight" : null);
            if (scheme.Format.Activations is { } activations) WriteNumbers(json, "input_activations", activations, null);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, NumberFormat numbers, string? activationOrder)
    {
        json.WriteStartObject(name);
        json.WriteNumber("num_bits", numbers.Bits);
        json.WriteString("type", numbers.Kind == NumberKind.Int ? "int" : "float");
        json.WriteString("strategy", numbers.Strategy switch
        {
            ScaleStrategy.Channel => "channel",
            ScaleStrategy.Group => "group",
            ScaleStrategy.Token => "token",
            _ => throw new NotSupportedException($"No scheme here has the strategy {numbers.Strategy}."),
        });
        if (numbers.GroupSize is { } groupSize) json.WriteNumber("group_size", groupSize);
        json.WriteBoolean("symmetric", numbers.Symmetric);
        json.WriteBoolean("dynamic", numbers.Time == ScaleTime.Dynamic);
        if (activationOrder is not null) json.WriteString("actorder", activationOrder);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
