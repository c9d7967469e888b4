using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelGate.GitHub.Api;

/// <summary>A link to show. One that is no web address is read as none: nothing is lost that a caller could use.</summary>
internal sealed class WebAddress : JsonConverter<Uri>
{
    public override Uri? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Uri.TryCreate(reader.GetString(), UriKind.Absolute, out Uri? address) && address is { Scheme: "https" or "http" }
            ? address : null;

    public override void Write(Utf8JsonWriter writer, Uri value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.AbsoluteUri);
}
