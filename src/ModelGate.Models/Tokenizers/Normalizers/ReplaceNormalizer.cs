using ModelGate.Models.Tokenizers.Json;
using ModelGate.Models.Tokenizers.Patterns;

namespace ModelGate.Models.Tokenizers.Normalizers;

/// <summary>Puts <paramref name="content"/>, taken literally, in place of each match.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, string content) : Normalizer
{
    public static new ReplaceNormalizer Read(JsonNode node) =>
        new(TextPattern.Read(node.Require("pattern")), node.Require("content").Text());

    public override string Apply(string text) => pattern.Replace(text, content);
}
