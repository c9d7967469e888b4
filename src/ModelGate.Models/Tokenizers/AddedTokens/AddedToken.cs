using ModelGate.Models.Tokenizers.Json;

namespace ModelGate.Models.Tokenizers.AddedTokens;

/// <summary>A token that is found in the text before the model sees it.</summary>
/// <param name="Special">Left out of decoded text on request.</param>
/// <param name="SingleWord">Only where no word character touches it.</param>
/// <param name="StripLeft">Takes the white space before it along.</param>
/// <param name="StripRight">Takes the white space behind it along.</param>
/// <param name="Normalized">Its normalized form is looked for in normalized text.</param>
internal sealed record AddedToken(
    int Id, string Content, bool Special, bool SingleWord = false, bool StripLeft = false, bool StripRight = false, bool Normalized = false)
{
    public static AddedToken Read(JsonNode node) => Read(node, node.Require("id").TokenId());

    public static AddedToken Read(JsonNode node, int id)
    {
        bool isSpecial = node.FlagOr("special", false);
        return new AddedToken(
            id,
            node.Require("content").Text(),
            isSpecial,
            node.FlagOr("single_word", false),
            node.FlagOr("lstrip", false),
            node.FlagOr("rstrip", false),
            node.FlagOr("normalized", !isSpecial));
    }
}
