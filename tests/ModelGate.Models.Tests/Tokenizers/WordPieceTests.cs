using System.Text.Json;
using System.Text.Json.Nodes;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Tokenizers;

namespace ModelGate.Models.Tests.Tokenizers;

/// <summary>What BERT's tokenizer does to a text, step by step.</summary>
public sealed class WordPieceTests
{
    private static readonly string[] Vocabulary =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##aff", "##able", "##a", "u", "cafe", ".", "!", "世", "界", "a",
        "##🙂", "b", "𠜎",
    ];

    [Theory]
    [InlineData("unaffable", "[CLS] un ##aff ##able [SEP]")]
    [InlineData("UNAFFABLE!", "[CLS] un ##aff ##able ! [SEP]")]
    [InlineData("unaffablex", "[CLS] [UNK] [SEP]")]
    [InlineData("ua", "[CLS] u ##a [SEP]")]
    [InlineData("Café.", "[CLS] cafe . [SEP]")]
    [InlineData("a世界b", "[CLS] a 世 界 b [SEP]")]
    [InlineData("a𠜎b", "[CLS] a 𠜎 b [SEP]")]
    [InlineData("a\u0000\u200B\tb", "[CLS] a b [SEP]")]
    [InlineData("a🙂", "[CLS] a ##🙂 [SEP]")]
    [InlineData("", "[CLS] [SEP]")]
    [InlineData("[MASK] a", "[CLS] [MASK] a [SEP]")]
    public void Encode_gives_the_pieces_of_bert(string text, string expected)
    {
        Tokenizer tokenizer = Load();
        Assert.Equal(expected, string.Join(' ', tokenizer.Encode(text, addSpecialTokens: true).Select(tokenizer.TokenOf)));
    }

    [Fact]
    public void Encode_word_longer_than_the_limit_is_unknown()
    {
        Tokenizer tokenizer = Load();
        string longest = "u" + string.Concat(Enumerable.Repeat("🙂", 99));
        Assert.Equal(100, tokenizer.Encode(longest, addSpecialTokens: false).Length);
        Assert.Equal([1], tokenizer.Encode(longest + "a", addSpecialTokens: false));
    }

    [Fact]
    public void Encode_at_most_so_many_tokens_keeps_the_special_ones()
    {
        Tokenizer tokenizer = Load();
        Assert.Equal([2, 5, 6, 3], tokenizer.Encode("unaffable", 4, out bool isCut));
        Assert.True(isCut);
        Assert.Equal([2, 5, 6, 7, 3], tokenizer.Encode("unaffable", 5, out isCut));
        Assert.False(isCut);
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Encode("", 1, out _));
    }

    [Fact]
    public void Decode_joins_pieces_and_cleans_up() =>
        Assert.Equal("unaffable. a!", Load().Decode([2, 5, 6, 7, 11, 15, 12, 3]));

    [Fact]
    public void Parse_without_the_unknown_token_is_a_diagnostic()
    {
        JsonObject json = Json();
        json["model"]!["unk_token"] = "<unk>";
        Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(() => Load(json)).Diagnostics);
        Assert.Equal("QG0308", problem.Code);
    }

    private static Tokenizer Load(JsonObject? json = null) =>
        Tokenizer.Parse("bert/tokenizer.json", JsonSerializer.SerializeToUtf8Bytes(json ?? Json()));

    private static JsonObject Json()
    {
        JsonObject json = EncoderTokenizers.Bert("tiny", lowercase: true, stripAccents: null).Json;
        json["model"]!["vocab"] = new JsonObject(Vocabulary.Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id)));
        json["model"]!["max_input_chars_per_word"] = 100;
        return json;
    }
}
