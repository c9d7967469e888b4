using ModelGate.Models.Tokenizers;

namespace ModelGate.Models.Tests.Tokenizers;

/// <summary>Expected pieces are those of the Rust library 0.22.2; the npm package strips differently.</summary>
public sealed class AddedTokenTests
{
    [Theory]
    [InlineData("", "ab [X] cd", "ab |[X] cd|")]
    [InlineData("\"lstrip\":true", "ab   [X] cd", "ab|[X] cd|")]
    [InlineData("\"rstrip\":true", "ab [X] \n\t cd", "ab |[X]cd|")]
    [InlineData("\"lstrip\":true,\"rstrip\":true", "ab [X] [X] [X] cd", "ab|[X][X][X]cd|")]
    [InlineData("\"single_word\":true", "ab[X] [X] [X]cd", "ab<unk>x<unk> |[X] <unk>x<unk>cd|")]
    public void Encode_obeys_the_flags_of_an_added_token(string flags, string text, string expected)
    {
        Tokenizer tokenizer = TinyTokenizer.Load(
            ("normalizer", """{"type":"Lowercase"}"""),
            ("added_tokens", $$"""[{"id":500,"content":"[X]","normalized":false{{(flags.Length > 0 ? "," + flags : "")}}}]"""));

        Assert.Equal(expected, tokenizer.Pieces(text));
    }

    [Fact]
    public void Encode_takes_the_longest_added_token()
    {
        Tokenizer tokenizer = TinyTokenizer.Load(("added_tokens",
            """
            [{"id":500,"content":"<a","special":true},{"id":501,"content":"<a>","special":true},
             {"id":502,"content":"<a><a>","special":true}]
            """));

        Assert.Equal([502, 501, 500, tokenizer.IdOf("b$")!.Value], tokenizer.Encode("<a><a><a><ab", addSpecialTokens: false));
    }

    [Fact]
    public void Encode_finds_normalized_tokens_in_normalized_text_only()
    {
        Tokenizer tokenizer = TinyTokenizer.Load(
            ("normalizer", """{"type":"Lowercase"}"""),
            ("added_tokens", """[{"id":500,"content":"Day","normalized":true},{"id":501,"content":"NIGHT","normalized":false}]"""));

        Assert.Equal([500, 500], tokenizer.Encode("DAYday", addSpecialTokens: false));
        Assert.Equal("night|", tokenizer.Pieces("night"));
        Assert.Equal([501], tokenizer.Encode("NIGHT", addSpecialTokens: false));
    }

    [Fact]
    public void Encode_begins_anew_behind_an_added_token()
    {
        Tokenizer always = Metaspace("always");
        Tokenizer first = Metaspace("first");

        Assert.Equal("▁a|[X]▁b|", always.Pieces("a[X]b"));
        Assert.Equal("▁a|[X]b|", first.Pieces("a[X]b"));

        static Tokenizer Metaspace(string scheme) => TinyTokenizer.Load(
            ("pre_tokenizer", $$"""{"type":"Metaspace","replacement":"▁","prepend_scheme":"{{scheme}}"}"""),
            ("added_tokens", """[{"id":500,"content":"[X]","special":true}]"""));
    }
}
