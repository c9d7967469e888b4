using ModelGate.Models.Tokenizers.Json;
using ModelGate.Models.Tokenizers.Patterns;
using ModelGate.Models.Tokenizers.PreTokenizers;

namespace ModelGate.Models.Tokenizers.Decoders;

/// <summary>What a tokenizer.json says about turning tokens back to text: a chain of stages, made anew for each text.</summary>
internal sealed record TokenDecoder(IReadOnlyList<Func<DecoderStage>> Stages)
{
    /// <param name="node">Null where the file names no decoder: tokens are then joined by spaces, as in the reference library.</param>
    public static TokenDecoder Read(JsonNode? node)
    {
        List<Func<DecoderStage>> stages = [];
        if (node is { } named) Read(named, stages);
        else stages.Add(static () => new SpaceJoiningStage());
        return new TokenDecoder(stages);
    }

    /// <summary>The first stage of a new chain that ends in <paramref name="text"/>.</summary>
    public DecoderStage Start(DecodedText text)
    {
        DecoderStage first = text;
        foreach (Func<DecoderStage> make in Stages.Reverse())
        {
            DecoderStage stage = make();
            stage.LinkTo(first);
            first = stage;
        }

        return first;
    }

    private static void Read(JsonNode node, List<Func<DecoderStage>> stages)
    {
        string type = node.Require("type").Text();
        switch (type)
        {
            case "Sequence":
                foreach (JsonNode item in node.Require("decoders").Items()) Read(item, stages);
                break;
            case "ByteLevel":
                stages.Add(static () => new ByteLevelStage());
                break;
            case "ByteFallback":
                stages.Add(static () => new ByteFallbackStage());
                break;
            case "Fuse":
                stages.Add(static () => new FuseStage());
                break;
            case "WordPiece":
                (string prefix, bool cleansUp) = (node.TextOr("prefix", "##"), node.FlagOr("cleanup", true));
                stages.Add(() => new WordPieceStage(prefix, cleansUp));
                break;
            case "Metaspace":
                MetaspaceSettings metaspace = MetaspaceSettings.Read(node);
                stages.Add(() => new MetaspaceStage(metaspace));
                break;
            case "Replace":
                (TextPattern pattern, string content) = (TextPattern.Read(node.Require("pattern")), node.Require("content").Text());
                stages.Add(() => new ReplaceStage(pattern, content));
                break;
            case "Strip":
                char mark = node.Require("content").Text() is [char single]
                    ? single
                    : throw node.Wrong(TokenizerDiagnostics.WrongShape, $"{node.Path}.content is not one character.", "Use one character.");
                (int start, int stop) = (node.Require("start").Integer(), node.Require("stop").Integer());
                stages.Add(() => new StripStage(mark, start, stop));
                break;
            default:
                throw node.UnknownType("decoder", type, "ByteLevel, Sequence, Replace, ByteFallback, Fuse, Strip, WordPiece and Metaspace");
        }
    }
}
