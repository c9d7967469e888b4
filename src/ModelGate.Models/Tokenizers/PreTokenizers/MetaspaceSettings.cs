using ModelGate.Models.Tokenizers.Json;

namespace ModelGate.Models.Tokenizers.PreTokenizers;

/// <summary>Where a Metaspace puts its mark in front of text that has none.</summary>
internal enum PrependScheme
{
    Never,

    /// <summary>At the beginning of the input only.</summary>
    First,

    /// <summary>At the beginning of the input and behind every added token.</summary>
    Always,
}

/// <summary>What the Metaspace pre-tokenizer and decoder share.</summary>
/// <param name="Replacement">The visible character for a space, <c>▁</c> as a rule; one code point.</param>
internal sealed record MetaspaceSettings(string Replacement, PrependScheme Prepend, bool Split)
{
    public static MetaspaceSettings Read(JsonNode node)
    {
        JsonNode replacement = node.Require("replacement");
        string mark = replacement.Text();
        if (mark.EnumerateRunes().Count() != 1)
        {
            throw replacement.Wrong(TokenizerDiagnostics.WrongShape, $"{replacement.Path} is '{mark}', not one character.", "Use '▁'.");
        }

        bool? addPrefixSpace = node.Find("add_prefix_space")?.Flag();
        PrependScheme scheme = node.Find("prepend_scheme") is { } named ? ReadScheme(named) : PrependScheme.Always;
        if (addPrefixSpace == false)
        {
            if (node.Find("prepend_scheme") is not null && scheme != PrependScheme.Never)
            {
                throw node.Wrong(
                    TokenizerDiagnostics.WrongShape, $"{node.Path}: add_prefix_space and prepend_scheme disagree.", "Keep one of the two.");
            }

            scheme = PrependScheme.Never;
        }

        return new MetaspaceSettings(mark, scheme, node.FlagOr("split", true));
    }

    private static PrependScheme ReadScheme(JsonNode node) => node.Text() switch
    {
        "never" => PrependScheme.Never,
        "first" => PrependScheme.First,
        "always" => PrependScheme.Always,
        string other => throw node.Wrong(
            TokenizerDiagnostics.WrongShape, $"{node.Path} is '{other}', which is no prepend scheme.", "Use always, first or never."),
    };
}
