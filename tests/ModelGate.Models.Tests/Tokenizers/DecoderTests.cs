using ModelGate.Models.Tokenizers;

namespace ModelGate.Models.Tests.Tokenizers;

/// <summary>Expected texts are those of the Rust library 0.22.2; the npm package differs where the name says so.</summary>
public sealed class DecoderTests
{
    private static readonly Tokenizer Llama2 = TokenizerFamily.All().First(static family => family.Name == "Llama-2").Load();

    [Fact]
    public void Decode_bytes_that_are_no_utf8_gives_one_replacement_a_byte_unlike_npm()
    {
        Assert.Equal("\uFFFD\uFFFD the", Llama2.Decode(Ids("<0xE4>", "<0xB8>", "▁the")));
        Assert.Equal("\uFFFD\uFFFD\uFFFD\uFFFD", Llama2.Decode(Ids("<0xE4>", "<0xB8>", "<0x96>", "<0xFF>")));
        Assert.Equal("世", Llama2.Decode(Ids("<0xE4>", "<0xB8>", "<0x96>")));
    }

    [Fact]
    public void Decode_byte_order_mark_keeps_it_unlike_npm() => Assert.Equal("\uFEFF", Llama2.Decode(Ids("<0xEF>", "<0xBB>", "<0xBF>")));

    [Fact]
    public void Decode_special_token_is_left_out_on_request()
    {
        Assert.Equal("the", Llama2.Decode(Ids("<s>", "▁the", "</s>")));
        Assert.Equal("<s> the</s>", Llama2.Decode(Ids("<s>", "▁the", "</s>"), skipSpecialTokens: false));
    }

    [Theory]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"}""", "a b")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"never"}""", " a b")]
    [InlineData("""{"type":"Replace","pattern":{"String":"▁"},"content":"_"}""", "_a_b")]
    [InlineData("""{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"Replace","pattern":{"String":"a▁"},"content":"+"}]}""", "▁+b")]
    [InlineData("""{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"Strip","content":"b","start":0,"stop":2}]}""", "▁a▁")]
    [InlineData("""{"type":"Strip","content":"▁","start":1,"stop":0}""", "ab")]
    [InlineData("null", "▁ a ▁ b")]
    public void Decode_by_each_kind_of_decoder(string decoder, string expected)
    {
        Tokenizer tokenizer = TinyTokenizer.Load(("decoder", decoder));

        Assert.Equal(expected, tokenizer.Decode([.. "▁a▁b".Select(token => tokenizer.IdOf(token.ToString())!.Value)]));
    }

    [Fact]
    public void Decode_id_without_token_gives_nothing()
    {
        Tokenizer tokenizer = TinyTokenizer.Load(("decoder", """{"type":"Fuse"}"""), ("added_tokens", """[{"id":900,"content":"[X]"}]"""));

        Assert.Equal("a[X]", tokenizer.Decode([tokenizer.IdOf("a")!.Value, 500, 900]));
        Assert.Equal("", tokenizer.TokenOf(500));
    }

    private static int[] Ids(params string[] tokens) =>
        [.. tokens.Select(static token => Llama2.IdOf(token) ?? throw new InvalidOperationException($"No token {token}."))];
}
