using ModelGate.Models.Tokenizers;

namespace ModelGate.Models.Tests.Tokenizers;

/// <summary>Expected pieces are those of the Rust library 0.22.2.</summary>
public sealed class PreTokenizerTests
{
    [Theory]
    [InlineData("Isolated", false, "a|.|.|b|.|")]
    [InlineData("Removed", false, "a|b|")]
    [InlineData("MergedWithPrevious", false, "a.|.|b.|")]
    [InlineData("MergedWithNext", false, "a|.|.b|.|")]
    [InlineData("Contiguous", false, "a|..|b|.|")]
    [InlineData("Removed", true, ".|.|.|")]
    [InlineData("MergedWithPrevious", true, "a|.|.b|.|")]
    [InlineData("MergedWithNext", true, "a.|.|b.|")]
    public void Split_by_each_behaviour(string behavior, bool invert, string expected) =>
        Assert.Equal(expected, Load(
            $$"""
            {"type":"Split","pattern":{"String":"."},"behavior":"{{behavior}}","invert":{{(invert ? "true" : "false")}}}
            """).Pieces("a..b."));

    [Theory]
    [InlineData("""{"type":"Digits","individual_digits":true}""", "a12b", "a|1|2|b|")]
    [InlineData("""{"type":"Digits","individual_digits":false}""", "a12b", "a|12|b|")]
    [InlineData("""{"type":"Punctuation"}""", "a'.b", "a|'|.|b|")]
    [InlineData("""{"type":"Punctuation","behavior":"Contiguous"}""", "a'.b", "a|'.|b|")]
    [InlineData("""{"type":"Whitespace"}""", "ab. c", "ab|.|c|")]
    [InlineData("""{"type":"WhitespaceSplit"}""", " ab.  c ", "ab.|c|")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}""", "a b", "▁a|▁b|")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"never","split":true}""", "a b", "a|▁b|")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":false}""", "a b", "▁a▁b|")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","add_prefix_space":false}""", "a b", "a|▁b|")]
    [InlineData("""{"type":"Metaspace","replacement":"▁"}""", " a", "▁a|")]
    public void Cut_by_each_kind(string preTokenizer, string text, string expected) =>
        Assert.Equal(expected, Load(preTokenizer).Pieces(text));

    [Fact]
    public void ByteLevel_puts_a_space_in_front_on_request()
    {
        TokenizerFamily family = TokenizerFamily.All().First(static family => family.Name == "GPT-2");
        family.Json["pre_tokenizer"]!["add_prefix_space"] = true;
        Tokenizer tokenizer = family.Load();

        Assert.Equal(tokenizer.Encode(" a", addSpecialTokens: false), tokenizer.Encode("a", addSpecialTokens: false));
        Assert.Equal("Ġ", tokenizer.TokenOf(tokenizer.Encode("a", addSpecialTokens: false)[0])[..1]);
    }

    private static Tokenizer Load(string preTokenizer) => TinyTokenizer.Load(("pre_tokenizer", preTokenizer));
}
