using ModelGate.Models.Tokenizers.Json;

namespace ModelGate.Models.Tokenizers.Normalizers;

/// <summary>Rewrites text before it is cut. The kinds are one file each.</summary>
internal abstract class Normalizer
{
    private protected Normalizer()
    {
    }

    /// <param name="text">Not empty, without unpaired surrogates.</param>
    public abstract string Apply(string text);

    public static Normalizer Read(JsonNode node)
    {
        string type = node.Require("type").Text();
        return type switch
        {
            "Sequence" => new NormalizerSequence([.. node.Require("normalizers").Items().Select(Read)]),
            "Prepend" => new PrependNormalizer(node.Require("prepend").Text()),
            "Replace" => ReplaceNormalizer.Read(node),
            "NFC" => new UnicodeNormalizer(compatible: false, compose: true),
            "NFD" => new UnicodeNormalizer(compatible: false, compose: false),
            "NFKC" => new UnicodeNormalizer(compatible: true, compose: true),
            "NFKD" => new UnicodeNormalizer(compatible: true, compose: false),
            "Lowercase" => new LowercaseNormalizer(),
            "BertNormalizer" => BertNormalizer.Read(node),
            "Strip" => new StripNormalizer(node.FlagOr("strip_left", true), node.FlagOr("strip_right", true)),
            _ => throw node.UnknownType(
                "normalizer", type,
                "Sequence, Prepend, Replace, NFC, NFD, NFKC, NFKD, Lowercase, BertNormalizer and Strip"),
        };
    }
}

/// <summary>One normalizer after the other.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<Normalizer> items) : Normalizer
{
    public override string Apply(string text) => items.Aggregate(text, static (rewritten, item) => item.Apply(rewritten));
}
