using ModelGate.Models.Tokenizers;

namespace ModelGate.Models.Tests.Tokenizers;

/// <summary>Expected ids are those of the Rust library 0.22.2.</summary>
public sealed class BpeModelTests
{
    private const string Vocabulary = """{"<unk>":0,"a":1,"b":2,"c":3,"ab":4,"bc":5,"abc":6,"<0xC3>":7,"<0xA9>":8,"aa":9}""";

    [Theory]
    [InlineData("""["a b","b c","ab c"]""", "abc", new[] { 6 })]
    [InlineData("""["b c","a b","a bc"]""", "abc", new[] { 6 })]
    [InlineData("""["b c","a b"]""", "abc", new[] { 1, 5 })]
    [InlineData("""["a a"]""", "aaaaa", new[] { 9, 9, 1 })]
    [InlineData("""[["a","b"],["ab","c"]]""", "abcab", new[] { 6, 4 })]
    [InlineData("""["#version: 0.2","a b"]""", "ab", new[] { 4 })]
    public void Encode_merges_the_lowest_rank_first_then_the_leftmost(string merges, string text, int[] expected) =>
        Assert.Equal(expected, Load(("model.merges", merges)).Encode(text, addSpecialTokens: false));

    [Theory]
    [InlineData("false", "xya", new[] { 0, 0, 1 })]
    [InlineData("true", "xyaz", new[] { 0, 1, 0 })]
    public void Encode_unknown_characters_fused_or_not(string fuse, string text, int[] expected) =>
        Assert.Equal(expected, Load(("model.fuse_unk", fuse)).Encode(text, addSpecialTokens: false));

    [Fact]
    public void Encode_without_unknown_token_drops_the_character() =>
        Assert.Equal([1], Load(("model.unk_token", "null")).Encode("xax", addSpecialTokens: false));

    [Fact]
    public void Encode_falls_back_to_bytes_where_all_are_there()
    {
        Tokenizer tokenizer = Load(("model.byte_fallback", "true"));

        Assert.Equal([1, 7, 8], tokenizer.Encode("aé", addSpecialTokens: false));
        Assert.Equal([1, 0], tokenizer.Encode("a世", addSpecialTokens: false));
    }

    [Fact]
    public void Encode_ignoring_merges_takes_a_whole_token()
    {
        Assert.Equal([6], Load(("model.ignore_merges", "true")).Encode("abc", addSpecialTokens: false));
        Assert.Equal([1, 2, 3], Load(("model.ignore_merges", "false")).Encode("abc", addSpecialTokens: false));
    }

    [Fact]
    public void Encode_with_subword_prefix_spells_all_but_the_first_with_it() => Assert.Equal([3], Load(
        ("model.continuing_subword_prefix", "\"##\""),
        ("model.vocab", """{"<unk>":0,"a":1,"##b":2,"ab":3}"""),
        ("model.merges", """["a ##b"]"""))
        .Encode("ab", addSpecialTokens: false));

    /// <summary>SentencePiece-style models see a text as one piece; the time must not grow with its square.</summary>
    [Fact]
    public void Encode_one_piece_of_a_million_characters_ends()
    {
        int[] ids = Load(("model.merges", """["a a"]""")).Encode(new string('a', 1_000_000), addSpecialTokens: false);

        Assert.Equal(500_000, ids.Length);
    }

    [Fact]
    public void Encode_on_many_threads_gives_the_same_ids()
    {
        Tokenizer tokenizer = TokenizerFamily.All()[0].Load();
        Random random = new(7);
        string[] texts = [.. Enumerable.Range(0, 200).Select(_ => MixedText.Random(random))];
        Tokenizer other = TokenizerFamily.All()[0].Load();
        int[][] alone = [.. texts.Select(text => other.Encode(text, addSpecialTokens: true))];

        int[][] together = [.. texts.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(text => tokenizer.Encode(text, true))];

        Assert.Equal(alone, together);
    }

    private static Tokenizer Load(params (string Path, string Value)[] edits) => TinyTokenizer.Load(
        [("model.end_of_word_suffix", "null"), ("model.vocab", Vocabulary), .. edits]);
}
