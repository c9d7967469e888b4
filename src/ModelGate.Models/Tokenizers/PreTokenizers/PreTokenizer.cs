using ModelGate.Models.Tokenizers.Json;
using ModelGate.Models.Tokenizers.Patterns;

namespace ModelGate.Models.Tokenizers.PreTokenizers;

/// <summary>Cuts text into the pieces within which the model merges. The kinds are one file each.</summary>
internal abstract class PreTokenizer
{
    /// <summary><c>\w+|[^\w\s]+</c> of Rust's regex crate, whose <c>\w</c> counts the two joiners.</summary>
    private const string RustWords = @"[\w\u200C\u200D]+|[^\w\u200C\u200D\s]+";

    private protected PreTokenizer()
    {
    }

    /// <summary>Cuts each piece further; no piece of the answer is empty.</summary>
    public abstract List<Piece> Apply(List<Piece> pieces);

    public static PreTokenizer Read(JsonNode node)
    {
        string type = node.Require("type").Text();
        return type switch
        {
            "ByteLevel" => ByteLevelPreTokenizer.Read(node),
            "Sequence" => new PreTokenizerSequence([.. node.Require("pretokenizers").Items().Select(Read)]),
            "Split" => SplitPreTokenizer.Read(node),
            "Digits" => new SplitPreTokenizer(
                new TextPattern.EachCodePoint(UnicodeProperties.IsNumber),
                node.FlagOr("individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
            "Punctuation" => new SplitPreTokenizer(
                new TextPattern.EachCodePoint(UnicodeProperties.IsPunctuation),
                node.Find("behavior") is { } behavior ? SplitPreTokenizer.ReadBehavior(behavior) : SplitBehavior.Isolated),
            "Whitespace" => new SplitPreTokenizer(
                TextPattern.Expression.Fixed(RustWords, node), SplitBehavior.Removed, invert: true),
            "WhitespaceSplit" => new SplitPreTokenizer(new TextPattern.EachCodePoint(UnicodeProperties.IsSpace), SplitBehavior.Removed),
            "BertPreTokenizer" => new PreTokenizerSequence(
            [
                new SplitPreTokenizer(new TextPattern.EachCodePoint(UnicodeProperties.IsSpace), SplitBehavior.Removed),
                new SplitPreTokenizer(new TextPattern.EachCodePoint(UnicodeProperties.IsPunctuation), SplitBehavior.Isolated),
            ]),
            "Metaspace" => new MetaspacePreTokenizer(MetaspaceSettings.Read(node)),
            _ => throw node.UnknownType(
                "pre-tokenizer", type,
                "ByteLevel, Sequence, Split, Digits, Punctuation, Whitespace, WhitespaceSplit, BertPreTokenizer and Metaspace"),
        };
    }
}

/// <summary>One pre-tokenizer after the other.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<PreTokenizer> items) : PreTokenizer
{
    public override List<Piece> Apply(List<Piece> pieces) => items.Aggregate(pieces, static (cut, item) => item.Apply(cut));
}
