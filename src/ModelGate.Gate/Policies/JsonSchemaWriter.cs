using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ModelGate.Gate.Policies;

/// <summary>Prints a <see cref="ValueSpec"/> as JSON Schema draft 7, the newest draft that the usual YAML editors read.</summary>
public static class JsonSchemaWriter
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(ValueSpec root, string title)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://json-schema.org/draft-07/schema#");
            json.WriteString("title", title);
            WriteBody(json, root);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteSchema(Utf8JsonWriter json, ValueSpec spec)
    {
        json.WriteStartObject();
        WriteBody(json, spec);
        json.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter json, ValueSpec spec)
    {
        if (spec.Description.Length > 0) json.WriteString("description", spec.Description);
        switch (spec)
        {
            case ValueSpec.Text { MayLookLikeNumber: true } or ValueSpec.Quantity:
                json.WriteStartArray("type");
                json.WriteStringValue("string");
                json.WriteStringValue("number");
                json.WriteEndArray();
                break;
            case ValueSpec.Text:
                json.WriteString("type", "string");
                break;
            case ValueSpec.Pattern:
                json.WriteString("type", "string");
                json.WriteString("format", "regex");
                break;
            case ValueSpec.Choice choice:
                json.WriteStartArray("enum");
                foreach (string word in choice.Words) json.WriteStringValue(word);
                json.WriteEndArray();
                break;
            case ValueSpec.OpenChoice open:
                json.WriteString("type", "string");
                json.WriteStartArray("examples");
                foreach (string word in open.Usual) json.WriteStringValue(word);
                json.WriteEndArray();
                break;
            case ValueSpec.Integer integer:
                json.WriteString("type", "integer");
                if (integer.Minimum != long.MinValue) json.WriteNumber("minimum", integer.Minimum);
                if (integer.Maximum != long.MaxValue) json.WriteNumber("maximum", integer.Maximum);
                break;
            case ValueSpec.Number number:
                json.WriteString("type", "number");
                if (double.IsFinite(number.Minimum)) json.WriteNumber("minimum", number.Minimum);
                if (double.IsFinite(number.Maximum)) json.WriteNumber("maximum", number.Maximum);
                break;
            case ValueSpec.Strength:
                json.WriteStartArray("type");
                json.WriteStringValue("number");
                json.WriteStringValue("boolean");
                json.WriteStringValue("null");
                json.WriteEndArray();
                json.WriteNumber("minimum", 0);
                json.WriteNumber("maximum", 1);
                break;
            case ValueSpec.Percentage:
                json.WriteString("type", "string");
                json.WriteString("pattern", @"^\s*\d+(\.\d+)?\s*%$");
                break;
            case ValueSpec.Duration:
                json.WriteString("type", "string");
                json.WriteString("pattern", @"^\s*(\d+\.?\d*|\.\d+)\s*(us|µs|ms|s|min|h)$");
                break;
            case ValueSpec.Boolean:
                json.WriteString("type", "boolean");
                break;
            case ValueSpec.Map map:
                WriteMap(json, map);
                break;
            case ValueSpec.MapOf mapOf:
                json.WriteString("type", "object");
                json.WriteStartObject("patternProperties");
                json.WritePropertyName(mapOf.KeyPattern);
                WriteSchema(json, mapOf.Value);
                json.WriteEndObject();
                json.WriteBoolean("additionalProperties", false);
                break;
            case ValueSpec.ListOf list:
                WriteList(json, list);
                break;
            case ValueSpec.ScalarOr either:
                WriteEither(json, either.Scalar, either.Full);
                break;
            case ValueSpec.NotInThisVersion:
                throw new InvalidOperationException("A key that is not in this version is left out by its mapping.");
            default:
                throw new InvalidOperationException($"No schema for {spec.GetType().Name}.");
        }
    }

    private static void WriteMap(Utf8JsonWriter json, ValueSpec.Map map)
    {
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (KeySpec key in map.Keys)
        {
            if (key.Value is ValueSpec.NotInThisVersion) continue;
            json.WritePropertyName(key.Name);
            WriteSchema(json, key.Value);
        }

        json.WriteEndObject();
        if (map.Required.Count > 0)
        {
            json.WriteStartArray("required");
            foreach (string name in map.Required) json.WriteStringValue(name);
            json.WriteEndArray();
        }

        json.WriteBoolean("additionalProperties", false);
    }

    private static void WriteList(Utf8JsonWriter json, ValueSpec.ListOf list)
    {
        if (list.AllowSingle)
        {
            WriteEither(json, list.Item, new ValueSpec.ListOf(list.Item));
            return;
        }

        json.WriteString("type", "array");
        json.WriteNumber("minItems", 1);
        json.WritePropertyName("items");
        WriteSchema(json, list.Item);
    }

    private static void WriteEither(Utf8JsonWriter json, ValueSpec first, ValueSpec second)
    {
        json.WriteStartArray("anyOf");
        WriteSchema(json, first);
        WriteSchema(json, second);
        json.WriteEndArray();
    }
}
