using System.Text;
using System.Text.Json.Nodes;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Tokenizers;

namespace ModelGate.Models.Tests.Tokenizers;

/// <summary>
/// A tokenizer.json small enough to read: the letters a to z, space and <c>▁</c>, each also as the last of a piece (<c>a$</c>), so that
/// the ids show where the text was cut.
/// </summary>
internal static class TinyTokenizer
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz ▁0123456789'.";

    /// <param name="edits">Members to set, by path: <c>pre_tokenizer</c>, <c>model.merges</c>; the values are JSON.</param>
    public static byte[] Json(params (string Path, string Value)[] edits)
    {
        JsonArray added = [];
        JsonObject vocabulary = new() { ["<unk>"] = 0 };
        foreach (char letter in Letters)
        {
            vocabulary[$"{letter}"] = vocabulary.Count;
            vocabulary[$"{letter}$"] = vocabulary.Count;
        }

        JsonObject root = new()
        {
            ["added_tokens"] = added,
            ["normalizer"] = null,
            ["pre_tokenizer"] = null,
            ["post_processor"] = null,
            ["decoder"] = null,
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["unk_token"] = "<unk>",
                ["end_of_word_suffix"] = "$",
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray(),
            },
        };
        foreach ((string path, string value) in edits)
        {
            string[] names = path.Split('.');
            JsonNode target = names[..^1].Aggregate((JsonNode)root, static (node, name) => node[name]!);
            target[names[^1]] = JsonNode.Parse(value);
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    public static Tokenizer Load(params (string Path, string Value)[] edits) => Tokenizer.Parse("tokenizer.json", Json(edits));

    /// <summary>The pieces that <paramref name="text"/> was cut to, with a bar between them.</summary>
    public static string Pieces(this Tokenizer tokenizer, string text) =>
        string.Concat(tokenizer.Encode(text, addSpecialTokens: false).Select(tokenizer.TokenOf))
            .Replace("$", "|", StringComparison.Ordinal);

    public static Diagnostic Refused(Func<object?> act) => Assert.Single(Assert.Throws<DiagnosticException>(act).Diagnostics);
}
