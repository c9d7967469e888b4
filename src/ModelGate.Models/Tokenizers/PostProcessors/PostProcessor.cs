using ModelGate.Models.Tokenizers.Json;

namespace ModelGate.Models.Tokenizers.PostProcessors;

/// <summary>
/// Puts special tokens around the ids of a text, as the <c>single</c> template says: pairs of texts are not encoded here.
/// </summary>
internal sealed record PostProcessor(IReadOnlyList<int> Before, IReadOnlyList<int> After)
{
    public static PostProcessor None { get; } = new([], []);

    /// <param name="node">Null where the file names none.</param>
    public static PostProcessor Read(JsonNode? node)
    {
        if (node is not { } named) return None;
        string type = named.Require("type").Text();
        return type switch
        {
            "TemplateProcessing" => ReadTemplate(named),
            "Sequence" => named.Require("processors").Items().Aggregate(None, static (inner, item) => Read(item).Around(inner)),

            // It moves offsets only, and ids have none.
            "ByteLevel" => None,
            "RobertaProcessing" or "BertProcessing" => new PostProcessor(
                [ReadPair(named.Require("cls"))], [ReadPair(named.Require("sep"))]),
            _ => throw named.UnknownType(
                "post-processor", type, "TemplateProcessing, Sequence, ByteLevel, RobertaProcessing and BertProcessing"),
        };
    }

    public int[] Apply(List<int> ids) => [.. Before, .. ids, .. After];

    private PostProcessor Around(PostProcessor inner) => new([.. Before, .. inner.Before], [.. inner.After, .. After]);

    private static PostProcessor ReadTemplate(JsonNode node)
    {
        JsonNode single = node.Require("single");
        JsonNode tokens = node.Require("special_tokens");
        List<int> before = [];
        List<int> after = [];
        int sequences = 0;
        foreach (JsonNode piece in single.Items())
        {
            if (piece.Find("Sequence") is { } sequence)
            {
                if (sequence.Require("id").Text() == "A" && ++sequences == 1) continue;
                throw piece.Wrong(
                    TokenizerDiagnostics.Unsupported, $"{piece.Path} takes a second text.", "Use a template with one $A in 'single'.");
            }

            JsonNode id = piece.Require("SpecialToken").Require("id");
            JsonNode token = tokens.Find(id.Text()) ?? throw id.Wrong(
                TokenizerDiagnostics.UnknownToken,
                $"{id.Path} is '{id.Text()}', which is not among the template's special_tokens.",
                TokenizerDiagnostics.TakeAgain);
            (sequences == 0 ? before : after).AddRange(token.Require("ids").Items().Select(static value => value.TokenId()));
        }

        if (sequences == 1) return new PostProcessor(before, after);
        throw single.Wrong(
            TokenizerDiagnostics.Unsupported, $"{single.Path} leaves the text out.", "Use a template with one $A in 'single'.");
    }

    private static int ReadPair(JsonNode node) => node.Items() is [_, JsonNode id]
        ? id.TokenId()
        : throw node.Wrong(TokenizerDiagnostics.WrongShape, $"{node.Path} is not a token with its id.", TokenizerDiagnostics.TakeAgain);
}
