using System.Runtime.InteropServices;
using System.Text.Json;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Tokenizers.Json;

/// <summary>A value of a tokenizer file together with the JSON path it stands at, so that a mistake can be named.</summary>
/// <param name="Element">The value.</param>
/// <param name="File">The file as the user knows it.</param>
/// <param name="Path">Such as <c>$.pre_tokenizer.pretokenizers[0].type</c>.</param>
internal readonly record struct JsonNode(JsonElement Element, string File, string Path)
{
    public bool IsObject => Element.ValueKind == JsonValueKind.Object;

    public bool IsArray => Element.ValueKind == JsonValueKind.Array;

    public bool IsText => Element.ValueKind == JsonValueKind.String;

    /// <summary>The member, or null where it is absent or JSON null.</summary>
    public JsonNode? Find(string name)
    {
        if (!IsObject) throw Wrong(TokenizerDiagnostics.WrongShape, $"{Path} is not an object.", "Write a JSON object there.");
        return Element.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null
            ? new JsonNode(member, File, $"{Path}.{name}")
            : null;
    }

    public JsonNode Require(string name) =>
        Find(name) ?? throw Wrong(TokenizerDiagnostics.WrongShape, $"{Path}.{name} is missing.", TokenizerDiagnostics.TakeAgain);

    public string Text() => IsText ? Element.GetString()! : throw WrongKind("a string");

    public bool Flag() => Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw WrongKind("true or false"),
    };

    public int Integer() =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out int value) ? value : throw WrongKind("an integer of 32 bits");

    /// <summary>A token id: 0 to <see cref="TokenizerDiagnostics.LargestId"/>.</summary>
    public int TokenId()
    {
        int id = Integer();
        return id is >= 0 and <= TokenizerDiagnostics.LargestId
            ? id
            : throw Wrong(
                TokenizerDiagnostics.IdOutOfRange,
                $"{Path} is {id}, which is no token id.",
                $"Ids are 0 to {TokenizerDiagnostics.LargestId}.");
    }

    public List<JsonNode> Items()
    {
        if (!IsArray) throw WrongKind("an array");
        List<JsonNode> items = [];
        foreach (JsonElement item in Element.EnumerateArray()) items.Add(new JsonNode(item, File, $"{Path}[{items.Count}]"));
        return items;
    }

    public List<(string Name, JsonNode Value)> Members()
    {
        if (!IsObject) throw WrongKind("an object");
        List<(string, JsonNode)> members = [];
        foreach (JsonProperty member in Element.EnumerateObject())
        {
            members.Add((member.Name, new JsonNode(member.Value, File, $"{Path}.{member.Name}")));
        }

        return members;
    }

    /// <summary>The JSON text of the value, to be streamed where it is large; valid while the document is.</summary>
    public ReadOnlySpan<byte> Utf8() => JsonMarshal.GetRawUtf8Value(Element);

    public string TextOr(string name, string otherwise) => Find(name)?.Text() ?? otherwise;

    public bool FlagOr(string name, bool otherwise) => Find(name)?.Flag() ?? otherwise;

    public DiagnosticException Wrong(string code, string problem, string remedy) => new(code, new SourcePoint(File), problem, remedy);

    /// <summary>An object whose <c>type</c> the caller does not know.</summary>
    public DiagnosticException UnknownType(string kind, string type, string known) =>
        Wrong(
            TokenizerDiagnostics.UnknownType,
            $"{Path}.type is '{type}', which is no {kind} known here.",
            $"Known are {known}; choose a model whose tokenizer uses these.");

    public DiagnosticException WrongKind(string wanted) =>
        Wrong(
            TokenizerDiagnostics.WrongShape,
            $"{Path} is {Element.ValueKind.ToString().ToLowerInvariant()}, not {wanted}.",
            TokenizerDiagnostics.TakeAgain);
}
