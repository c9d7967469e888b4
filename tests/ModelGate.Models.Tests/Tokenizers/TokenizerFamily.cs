using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelGate.Models.Tokenizers;
using ModelGate.Models.Tokenizers.PreTokenizers;

namespace ModelGate.Models.Tests.Tokenizers;

/// <summary>
/// A small trained tokenizer in the exact configuration of a published family, so that what is special to the family is met without
/// its files.
/// </summary>
internal sealed record TokenizerFamily(string Name, JsonObject Json, JsonObject Config)
{
    /// <summary>A word whose token the byte-level families hold without merges that lead to it.</summary>
    public const string Unmerged = " unmerged";

    private const string Llama3Pattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string QwenPattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Gpt4oPattern =
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
        + @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
        + @"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const string ByteLevel = """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}""";
    private const string ByteLevelWithPattern = """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""";
    private const string SentencePieceDecoder = """
        {"type":"Sequence","decoders":[
          {"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},
          {"type":"Strip","content":" ","start":1,"stop":0}]}
        """;

    private static readonly Lazy<List<(string, string)>> ByteMerges = new(static () => BpeTrainer.Train(
        MixedText.Words().GroupBy(static word => Bytes(word.Key)).ToDictionary(static g => g.Key, static g => g.Sum(static w => w.Value)),
        mergeCount: 500));

    private static readonly Lazy<List<(string, string)>> SentencePieceMerges = new(static () => BpeTrainer.Train(
        MixedText.Words().GroupBy(static word => word.Key.Replace(' ', '▁'))
            .ToDictionary(static g => g.Key, static g => g.Sum(static w => w.Value)),
        mergeCount: 500));

    public static IReadOnlyList<TokenizerFamily> All() => [MakeGpt2(), Llama3(), Qwen25(), Llama2(), MistralV03(), StarCoder(), Gpt4o()];

    public byte[] Utf8 => JsonSerializer.SerializeToUtf8Bytes(Json);

    public Tokenizer Load() => Tokenizer.Parse($"{Name}/tokenizer.json", Utf8, JsonSerializer.SerializeToUtf8Bytes(Config));

    private static TokenizerFamily MakeGpt2() => ByteLevelFamily(
        "GPT-2", normalizer: null, ByteLevelWithPattern, postProcessor: _ => ByteLevelWithPattern, pairsAsText: true, ignoreMerges: false,
        [Added("<|endoftext|>")]);

    private static TokenizerFamily Llama3() => ByteLevelFamily(
        "Llama-3", normalizer: null, SplitThenBytes(Llama3Pattern),
        postProcessor: id => $$"""{"type":"Sequence","processors":[{{ByteLevel}},{{Template("<|begin_of_text|>", id)}}]}""",
        pairsAsText: true, ignoreMerges: true, [Added("<|begin_of_text|>"), Added("<|end_of_text|>"), Added("<|eot_id|>")]);

    private static TokenizerFamily Qwen25() => ByteLevelFamily(
        "Qwen2.5", """{"type":"NFC"}""", SplitThenBytes(QwenPattern), postProcessor: _ => ByteLevel, pairsAsText: true, ignoreMerges: false,
        [Added("<|endoftext|>"), Added("<|im_start|>"), Added("<|im_end|>"), Added("<tool_call>", special: false)]);

    private static TokenizerFamily StarCoder() => ByteLevelFamily(
        "StarCoder", normalizer: null,
        $$"""{"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},{{ByteLevelWithPattern}}]}""",
        postProcessor: _ => ByteLevel, pairsAsText: true, ignoreMerges: false, [Added("<|endoftext|>")]);

    private static TokenizerFamily Gpt4o() => ByteLevelFamily(
        "GPT-4o", normalizer: null, SplitThenBytes(Gpt4oPattern), postProcessor: _ => ByteLevel, pairsAsText: false, ignoreMerges: false,
        [Added("<|endoftext|>")]);

    private static TokenizerFamily Llama2() => SentencePieceFamily(
        "Llama-2",
        """
        {"type":"Sequence","normalizers":[
          {"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}
        """,
        preTokenizer: "null", pairsAsText: true, [Added("<unk>"), Added("<s>"), Added("</s>")]);

    private static TokenizerFamily MistralV03() => SentencePieceFamily(
        "Mistral-v0.3", normalizer: "null", """{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":false}""",
        pairsAsText: false, [Added("<unk>"), Added("<s>"), Added("</s>"), Added("[INST]"), Added("[/INST]")]);

    private static TokenizerFamily ByteLevelFamily(
        string name, string? normalizer, string preTokenizer, Func<int, string> postProcessor, bool pairsAsText, bool ignoreMerges,
        JsonObject[] added)
    {
        List<string> tokens = [.. Enumerable.Range(0, 256).Select(static value => ByteAlphabet.CharOf((byte)value).ToString())];
        List<(string, string)> merges = ByteMerges.Value;
        tokens.AddRange(merges.Select(static merge => merge.Item1 + merge.Item2).Distinct());

        // A token that no merge makes: only a model that ignores merges finds it.
        tokens.Add(Bytes(Unmerged));
        string settings = $$"""
            {"ignore_merges":{{(ignoreMerges ? "true" : "false")}},"byte_fallback":false,"fuse_unk":false,"unk_token":null}
            """;
        return Make(
            name, normalizer ?? "null", preTokenizer, postProcessor(tokens.Count), ByteLevel, tokens, merges, pairsAsText, settings, added,
            firstAdded: tokens.Count);
    }

    private static TokenizerFamily SentencePieceFamily(
        string name, string normalizer, string preTokenizer, bool pairsAsText, JsonObject[] added)
    {
        List<string> tokens = [.. added.Select(static token => (string)token["content"]!)];
        tokens.AddRange(Enumerable.Range(0, 256).Select(static value => $"<0x{value:X2}>"));
        List<(string, string)> merges = SentencePieceMerges.Value;
        tokens.AddRange(merges.Select(static merge => merge.Item1 + merge.Item2));
        tokens.AddRange(merges.SelectMany(static merge => new[] { merge.Item1, merge.Item2 }).Append("▁").Append("世"));
        return Make(
            name, normalizer, preTokenizer, Template("<s>", 1), SentencePieceDecoder, [.. tokens.Distinct()], merges, pairsAsText,
            """{"ignore_merges":false,"byte_fallback":true,"fuse_unk":true,"unk_token":"<unk>"}""", added, firstAdded: 0);
    }

    private static TokenizerFamily Make(
        string name, string normalizer, string preTokenizer, string postProcessor, string decoder, List<string> tokens,
        List<(string Left, string Right)> merges, bool pairsAsText, string modelSettings, JsonObject[] added, int firstAdded)
    {
        for (int i = 0; i < added.Length; i++) added[i]["id"] = firstAdded + i;
        JsonObject model = JsonNode.Parse(modelSettings)!.AsObject();
        model["type"] = "BPE";
        model["dropout"] = null;
        model["vocab"] = new JsonObject(tokens.Select(static (token, id) => KeyValuePair.Create(token, (JsonNode?)id)));
        model["merges"] = new JsonArray([.. merges.Select(merge =>
            pairsAsText ? (JsonNode)$"{merge.Left} {merge.Right}" : new JsonArray(merge.Left, merge.Right))]);
        JsonObject json = new()
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray([.. added]),
            ["normalizer"] = JsonNode.Parse(normalizer),
            ["pre_tokenizer"] = JsonNode.Parse(preTokenizer),
            ["post_processor"] = JsonNode.Parse(postProcessor),
            ["decoder"] = JsonNode.Parse(decoder),
            ["model"] = model,
        };
        return new TokenizerFamily(name, json, new JsonObject { ["clean_up_tokenization_spaces"] = false });
    }

    private static JsonObject Added(string content, bool special = true) => new()
    {
        ["id"] = 0,
        ["content"] = content,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = special,
    };

    private static string SplitThenBytes(string pattern) =>
        $$$"""
        {"type":"Sequence","pretokenizers":[
          {"type":"Split","pattern":{"Regex":{{{JsonSerializer.Serialize(pattern)}}}},"behavior":"Isolated","invert":false},
          {{{ByteLevel}}}]}
        """;

    private static string Template(string token, int id) =>
        $$"""
        {"type":"TemplateProcessing",
         "single":[{"SpecialToken":{"id":"{{token}}","type_id":0} },{"Sequence":{"id":"A","type_id":0} }],
         "pair":[{"Sequence":{"id":"A","type_id":0} },{"Sequence":{"id":"B","type_id":1} }],
         "special_tokens":{"{{token}}":{"id":"{{token}}","ids":[{{id}}],"tokens":["{{token}}"]} } }
        """;

    private static string Bytes(string text)
    {
        StringBuilder mapped = new();
        ByteAlphabet.Append(text, mapped);
        return mapped.ToString();
    }
}
