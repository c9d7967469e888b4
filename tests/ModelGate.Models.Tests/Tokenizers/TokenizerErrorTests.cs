using System.Text;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Tokenizers;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Tokenizers;

public sealed class TokenizerErrorTests
{
    [Fact]
    public void Load_directory_without_tokenizer_names_the_file()
    {
        Diagnostic diagnostic = TinyTokenizer.Refused(() => Tokenizer.Load(Repository.Root));

        Assert.Equal("QG0301", diagnostic.Code);
        Assert.Equal(Path.Combine(Repository.Root, "tokenizer.json"), diagnostic.At.File);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\n\"model\": {,", 2)]
    [InlineData("{\"model\": {}} x", 1)]
    public void Parse_text_that_is_not_json_names_the_line(string text, int line)
    {
        Diagnostic diagnostic = TinyTokenizer.Refused(() => Tokenizer.Parse("t.json", Encoding.UTF8.GetBytes(text)));

        Assert.Equal(("QG0302", "t.json", line), (diagnostic.Code, diagnostic.At.File, diagnostic.At.Line));
    }

    [Theory]
    [InlineData("""{"model":{"type":"BPE","vocab":{"\ud800":1},"merges":[]} }""")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":1},"merges":["\ud800 a"]} }""")]
    [InlineData("""{"model":{"type":"\ud800","vocab":{},"merges":[]} }""")]
    public void Parse_half_a_surrogate_pair_is_malformed(string text) =>
        Assert.Equal("QG0302", TinyTokenizer.Refused(() => Tokenizer.Parse("t.json", Encoding.UTF8.GetBytes(text))).Code);

    [Fact]
    public void Parse_bytes_that_are_no_utf8_is_malformed() =>
        Assert.Equal("QG0302", TinyTokenizer.Refused(
            () => Tokenizer.Parse("t.json", Encoding.Latin1.GetBytes("{\"model\":{\"type\":\"\u00FF\"}}"))).Code);

    [Theory]
    [InlineData("[]", "$ is not an object")]
    [InlineData("{}", "$.model is missing")]
    [InlineData("""{"model":3}""", "$.model is not an object")]
    [InlineData("""{"model":{"type":"BPE","merges":[]} }""", "$.model.vocab is missing")]
    [InlineData("""{"model":{"type":"BPE","vocab":{} } }""", "$.model.merges is missing")]
    [InlineData("""{"model":{"type":"BPE","vocab":[],"merges":[]} }""", "$.model.vocab is array")]
    [InlineData("""{"model":{"type":"BPE","vocab":{},"merges":{} } }""", "$.model.merges is object")]
    public void Parse_without_a_model_names_what_is_missing(string text, string problem)
    {
        Diagnostic diagnostic = TinyTokenizer.Refused(() => Tokenizer.Parse("t.json", Encoding.UTF8.GetBytes(text)));

        Assert.Equal("QG0303", diagnostic.Code);
        Assert.StartsWith(problem, diagnostic.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.type", "\"Unigram\"", "QG0304", "$.model.type")]
    [InlineData("normalizer", """{"type":"Sequence","normalizers":[{"type":"Nmt"}]}""", "QG0304", "$.normalizer.normalizers[0].type")]
    [InlineData("pre_tokenizer", """{"type":"Magic"}""", "QG0304", "$.pre_tokenizer.type")]
    [InlineData("post_processor", """{"type":"Magic"}""", "QG0304", "$.post_processor.type")]
    [InlineData("decoder", """{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"CTC"}]}""", "QG0304", "$.decoder.decoders[1].type")]
    [InlineData("pre_tokenizer", """{"type":"Split"}""", "QG0303", "$.pre_tokenizer.pattern")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"String":" "},"behavior":"Other"}""", "QG0303", "$.pre_tokenizer.behavior")]
    [InlineData("pre_tokenizer", """{"type":"Metaspace","replacement":"ab"}""", "QG0303", "$.pre_tokenizer.replacement")]
    [InlineData(
        "pre_tokenizer", """{"type":"Metaspace","replacement":"▁","prepend_scheme":"x"}""", "QG0303", "$.pre_tokenizer.prepend_scheme")]
    [InlineData("pre_tokenizer", "[]", "QG0303", "$.pre_tokenizer")]
    [InlineData("decoder", """{"type":"Strip","content":"","start":0,"stop":0}""", "QG0303", "$.decoder.content")]
    [InlineData("added_tokens", """[{"id":-1,"content":"x"}]""", "QG0307", "$.added_tokens[0].id")]
    [InlineData("added_tokens", """[{"id":16777216,"content":"x"}]""", "QG0307", "$.added_tokens[0].id")]
    [InlineData("added_tokens", """[{"id":5000,"content":"a"}]""", "QG0307", "$.added_tokens[0]")]
    [InlineData("added_tokens", """[{"content":"x"}]""", "QG0303", "$.added_tokens[0].id")]
    [InlineData("model.vocab", """{"<unk>":0,"a":-5}""", "QG0307", "$.model.vocab")]
    [InlineData("model.vocab", """{"<unk>":0,"a":99999999999}""", "QG0307", "$.model.vocab")]
    [InlineData("model.vocab", """{"<unk>":0,"a":"1"}""", "QG0307", "$.model.vocab")]
    [InlineData("model.unk_token", "\"?\"", "QG0308", "$.model.unk_token")]
    [InlineData("model.dropout", "0.1", "QG0309", "$.model.dropout")]
    [InlineData("model.fuse_unk", "1", "QG0303", "$.model.fuse_unk")]
    [InlineData("model.merges", """["a b"]""", "QG0305", "$.model.merges[0]")]
    [InlineData("model.merges", """[["a","?"]]""", "QG0305", "$.model.merges[0]")]
    [InlineData("model.merges", """["ab"]""", "QG0305", "$.model.merges[0]")]
    [InlineData("model.merges", """["a b c"]""", "QG0305", "$.model.merges[0]")]
    [InlineData("model.merges", """[["a"]]""", "QG0305", "$.model.merges[0]")]
    [InlineData("model.merges", """[["a","b","c"]]""", "QG0305", "$.model.merges[0]")]
    [InlineData("model.merges", "[7]", "QG0305", "$.model.merges[0]")]
    public void Parse_mistake_names_code_and_place(string path, string value, string code, string place)
    {
        Diagnostic diagnostic = TinyTokenizer.Refused(() => TinyTokenizer.Load((path, value)));

        Assert.Equal(code, diagnostic.Code);
        Assert.StartsWith(place, diagnostic.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("*a")]
    [InlineData("[z-a]")]
    [InlineData(@"\p{Han}")]
    [InlineData(@"\p{Nope}")]
    [InlineData(@"(a)\1")]
    [InlineData("(?<=a+)b")]
    [InlineData("(?#comment)")]
    [InlineData("\\")]
    [InlineData(@"\x{110000}")]
    [InlineData("((a{1000}){1000}){1000}")]
    public void Parse_pattern_that_cannot_be_used_is_refused(string pattern)
    {
        string regex = System.Text.Json.JsonSerializer.Serialize(pattern);
        Diagnostic diagnostic = TinyTokenizer.Refused(() => TinyTokenizer.Load(
            ("pre_tokenizer", $$"""{"type":"Split","pattern":{"Regex":{{regex}}},"behavior":"Isolated","invert":false}""")));

        Assert.Equal("QG0306", diagnostic.Code);
        Assert.StartsWith("$.pre_tokenizer.pattern.Regex", diagnostic.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_deeply_nested_pattern_is_refused() =>
        Assert.Equal("QG0306", TinyTokenizer.Refused(() => TinyTokenizer.Load(
            ("pre_tokenizer", $$"""{"type":"Split","pattern":{"Regex":"{{new string('(', 50_000)}}"},"behavior":"Isolated"}"""))).Code);

    [Fact]
    public void Parse_deeply_nested_json_is_refused()
    {
        string nested = string.Concat(Enumerable.Repeat("""{"type":"Sequence","normalizers":[""", 10_000));

        byte[] json = Encoding.UTF8.GetBytes($$"""{"normalizer":{{nested}}""");
        Assert.Equal("QG0302", TinyTokenizer.Refused(() => Tokenizer.Parse("t.json", json)).Code);
    }

    [Fact]
    public void Encode_text_that_a_pattern_backtracks_on_gives_up()
    {
        Tokenizer tokenizer = TinyTokenizer.Load(
            ("pre_tokenizer", """{"type":"Split","pattern":{"Regex":"(a|a)+b"},"behavior":"Isolated"}"""));

        Diagnostic diagnostic = TinyTokenizer.Refused(() => tokenizer.Encode(new string('a', 40), addSpecialTokens: false));

        Assert.Equal("QG0310", diagnostic.Code);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_000)]
    [InlineData(int.MaxValue)]
    public void Decode_id_out_of_range_is_refused(int id)
    {
        Tokenizer tokenizer = TinyTokenizer.Load();

        Assert.Equal("QG0307", TinyTokenizer.Refused(() => tokenizer.Decode([id])).Code);
        Assert.Equal("QG0307", TinyTokenizer.Refused(() => tokenizer.TokenOf(id)).Code);
        Assert.Equal("QG0307", TinyTokenizer.Refused(() => tokenizer.StartDecoding().Push(id)).Code);
    }

    /// <summary>Damage of every kind to a real file is answered by a diagnostic or survives; it never crashes.</summary>
    [Fact]
    public void Parse_damaged_files_never_crash()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(Repository.DemoModel, "tokenizer.json"));
        Random random = new(20);
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = whole[..(round % 3 == 0 ? random.Next(whole.Length) : whole.Length)];
            for (int i = 0; i < 3 && damaged.Length > 0; i++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                _ = Tokenizer.Parse("t.json", damaged).Encode("Hello, world", addSpecialTokens: true);
            }
            catch (DiagnosticException e)
            {
                Assert.All(e.Diagnostics, static diagnostic => Assert.StartsWith("QG03", diagnostic.Code, StringComparison.Ordinal));
            }
        }
    }
}
