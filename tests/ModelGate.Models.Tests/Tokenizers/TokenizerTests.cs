using System.Text;
using ModelGate.Models.Tokenizers;

namespace ModelGate.Models.Tests.Tokenizers;

public sealed class TokenizerTests
{
    private const string Template = """
        {"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0} },{"Sequence":{"id":"A","type_id":0} },
         {"SpecialToken":{"id":"</s>","type_id":0} }],"pair":[],
         "special_tokens":{"<s>":{"id":"<s>","ids":[500,501],"tokens":["<s>","<t>"]},"</s>":{"id":"</s>","ids":[502],"tokens":["</s>"]} } }
        """;

    [Theory]
    [InlineData(Template, "500 501 * 502")]
    [InlineData("""{"type":"RobertaProcessing","sep":["</s>",502],"cls":["<s>",500]}""", "500 * 502")]
    [InlineData("""{"type":"BertProcessing","sep":["</s>",502],"cls":["<s>",500]}""", "500 * 502")]
    [InlineData("""{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":false}""", "*")]
    [InlineData(
        $$"""{"type":"Sequence","processors":[{"type":"BertProcessing","sep":["",7],"cls":["",8]},{{Template}}]}""", "500 501 8 * 7 502")]
    [InlineData("null", "*")]
    public void Encode_puts_special_tokens_around_as_the_post_processor_says(string postProcessor, string expected)
    {
        Tokenizer tokenizer = TinyTokenizer.Load(("post_processor", postProcessor));
        int a = tokenizer.IdOf("a$")!.Value;
        string[] around = expected.Split(' ');

        Assert.Equal(around.Select(id => id == "*" ? $"{a}" : id), tokenizer.Encode("a", addSpecialTokens: true).Select(id => $"{id}"));
        Assert.Equal([a], tokenizer.Encode("a", addSpecialTokens: false));
        Assert.Equal(around.Where(id => id != "*"), tokenizer.Encode("", addSpecialTokens: true).Select(id => $"{id}"));
    }

    [Theory]
    [InlineData("LlamaTokenizer", true, true, new[] { 500 }, new[] { 502 })]
    [InlineData("LlamaTokenizerFast", null, null, new[] { 500 }, new int[0])]
    [InlineData("LlamaTokenizer", false, false, new int[0], new int[0])]
    [InlineData("PreTrainedTokenizerFast", true, true, new int[0], new int[0])]
    public void Encode_obeys_add_bos_token_where_the_transformers_class_does(
        string name, bool? addBos, bool? addEos, int[] before, int[] after)
    {
        string config = $$"""
            {"tokenizer_class":"{{name}}","add_bos_token":{{Json(addBos)}},"add_eos_token":{{Json(addEos)}},
             "bos_token":"<s>","eos_token":{"content":"</s>"} }
            """;
        string added = """[{"id":500,"content":"<s>","special":true},{"id":502,"content":"</s>","special":true}]""";
        Tokenizer tokenizer = Tokenizer.Parse(
            "tokenizer.json", TinyTokenizer.Json(("added_tokens", added)), Encoding.UTF8.GetBytes(config));

        Assert.Equal([.. before, tokenizer.IdOf("a$")!.Value, .. after], tokenizer.Encode("a", addSpecialTokens: true));
        Assert.Equal((500, 502), (tokenizer.BosId, tokenizer.EosId));

        static string Json(bool? value) => value switch { null => "null", true => "true", false => "false" };
    }

    [Fact]
    public void Encode_obeys_the_post_processor_before_the_configuration()
    {
        Tokenizer tokenizer = Tokenizer.Parse(
            "tokenizer.json",
            TinyTokenizer.Json(("post_processor", """{"type":"ByteLevel"}""")),
            """{"tokenizer_class":"LlamaTokenizer","add_bos_token":true,"bos_token":"a"}"""u8.ToArray());

        Assert.Equal([tokenizer.IdOf("b$")!.Value], tokenizer.Encode("b", addSpecialTokens: true));
    }

    [Fact]
    public void Parse_takes_named_tokens_from_the_special_tokens_map_last()
    {
        Tokenizer tokenizer = Tokenizer.Parse(
            "tokenizer.json",
            TinyTokenizer.Json(),
            """{"bos_token":"a"}"""u8.ToArray(),
            """{"bos_token":"b","eos_token":{"content":"c"}}"""u8.ToArray());

        Assert.Equal((tokenizer.IdOf("a"), tokenizer.IdOf("c")), (tokenizer.BosId, tokenizer.EosId));
        Assert.True(tokenizer.IsSpecial(tokenizer.BosId!.Value));
    }

    [Fact]
    public void Parse_named_token_outside_the_vocabulary_is_refused() => Assert.Equal("QG0308", TinyTokenizer.Refused(
        () => Tokenizer.Parse("tokenizer.json", TinyTokenizer.Json(), """{"eos_token":"<nope>"}"""u8.ToArray())).Code);

    [Fact]
    public void Parse_adds_tokens_of_added_tokens_decoder()
    {
        Tokenizer tokenizer = Tokenizer.Parse(
            "tokenizer.json", TinyTokenizer.Json(), """{"added_tokens_decoder":{"700":{"content":"[X]","special":true}}}"""u8.ToArray());

        Assert.Equal([700], tokenizer.Encode("[X]", addSpecialTokens: false));
        Assert.Equal(701, tokenizer.VocabularySize);
    }

    [Fact]
    public void Encode_unpaired_surrogate_counts_as_the_replacement_character()
    {
        foreach (TokenizerFamily family in TokenizerFamily.All())
        {
            Tokenizer tokenizer = family.Load();
            Assert.Equal(tokenizer.Encode("\uFFFD", true), tokenizer.Encode("\uD83D", true));
            Assert.Equal(tokenizer.Encode("a\uFFFDb", true), tokenizer.Encode("a\uDE00b", true));
            Assert.Equal(tokenizer.Encode("\uFFFD😀\uFFFD", true), tokenizer.Encode("\uD83D\uD83D\uDE00\uDE00", true));
        }
    }

    /// <summary>Byte-level tokenizers without a normalizer lose nothing.</summary>
    [Fact]
    public void Decode_of_encoded_text_is_the_text()
    {
        string[] lossless = ["GPT-2", "Llama-3", "StarCoder", "GPT-4o"];
        foreach (TokenizerFamily family in TokenizerFamily.All().Where(family => lossless.Contains(family.Name)))
        {
            Tokenizer tokenizer = family.Load();
            Assert.All(MixedText.Fragments, text => Assert.Equal(
                text, tokenizer.Decode(tokenizer.Encode(text, addSpecialTokens: false), skipSpecialTokens: false)));
        }
    }

    [Fact]
    public void Encode_ignoring_merges_differs_from_merging()
    {
        Tokenizer Of(string name) => TokenizerFamily.All().First(family => family.Name == name).Load();

        _ = Assert.Single(Of("Llama-3").Encode(TokenizerFamily.Unmerged, addSpecialTokens: false));
        Assert.NotEqual(1, Of("GPT-2").Encode(TokenizerFamily.Unmerged, addSpecialTokens: false).Length);
    }
}
