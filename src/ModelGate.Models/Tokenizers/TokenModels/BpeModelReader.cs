using System.Text.Json;
using ModelGate.Models.Tokenizers.Json;

namespace ModelGate.Models.Tokenizers.TokenModels;

/// <summary>Reads a BPE model. Its merges are streamed, as the vocabulary is: millions of tokens of JSON.</summary>
internal static class BpeModelReader
{
    public static BpeModel Read(JsonNode model)
    {
        RefuseDropout(model);
        string prefix = model.TextOr("continuing_subword_prefix", "");
        Dictionary<string, int> vocabulary = VocabularyReader.Read(model.Require("vocab"));
        BpeSettings settings = new(
            UnknownId(model, vocabulary),
            model.FlagOr("fuse_unk", false),
            model.FlagOr("byte_fallback", false) ? ByteIds(vocabulary) : null,
            model.FlagOr("ignore_merges", false),
            prefix,
            model.TextOr("end_of_word_suffix", ""));
        return new BpeModel(vocabulary, ReadMerges(model.Require("merges"), vocabulary, prefix.Length), settings);
    }

    private static void RefuseDropout(JsonNode model)
    {
        if (model.Find("dropout") is not { } dropout || (dropout.Element.TryGetDouble(out double rate) && rate == 0)) return;
        throw dropout.Wrong(
            TokenizerDiagnostics.Unsupported,
            $"{dropout.Path} is {dropout.Element}, which makes encoding random.",
            "Set it to null: dropout belongs to training.");
    }

    private static int? UnknownId(JsonNode model, Dictionary<string, int> vocabulary)
    {
        if (model.Find("unk_token") is not { } named) return null;
        return vocabulary.TryGetValue(named.Text(), out int id)
            ? id
            : throw named.Wrong(
                TokenizerDiagnostics.UnknownToken,
                $"{named.Path} is '{named.Text()}', which is not in the vocabulary.",
                "Set it to a token of the vocabulary, or to null.");
    }

    private static int[] ByteIds(Dictionary<string, int> vocabulary)
    {
        int[] ids = new int[256];
        for (int value = 0; value < 256; value++) ids[value] = vocabulary.GetValueOrDefault($"<0x{value:X2}>", -1);
        return ids;
    }

    private static MergeTable ReadMerges(JsonNode node, Dictionary<string, int> vocabulary, int prefixLength)
    {
        if (!node.IsArray) throw node.WrongKind("an array of merge rules");
        MergeReader merges = new(node, vocabulary, prefixLength);
        Utf8JsonReader reader = new(node.Utf8());
        _ = reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) merges.Read(ref reader);
        return merges.Table;
    }
}
