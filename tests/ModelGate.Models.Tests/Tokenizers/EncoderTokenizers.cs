using System.Text;
using System.Text.Json.Nodes;

namespace ModelGate.Models.Tests.Tokenizers;

/// <summary>Small tokenizers in the configuration of BERT, uncased and cased, and of RoBERTa.</summary>
internal static class EncoderTokenizers
{
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    public static IReadOnlyList<TokenizerFamily> All() =>
    [
        Bert("BERT-uncased", lowercase: true, stripAccents: null),
        Bert("BERT-cased", lowercase: false, stripAccents: false),
        Roberta("RoBERTa", addPrefixSpace: false),
        Roberta("RoBERTa-prefix", addPrefixSpace: true),
    ];

    /// <summary>Single characters of most texts, their continuations, and pieces of frequent words; some characters are unknown.</summary>
    public static TokenizerFamily Bert(string name, bool lowercase, bool? stripAccents)
    {
        OrderedDictionary<string, JsonNode?> vocabulary = [];
        foreach (string token in Special) Add(token);
        Rune[] characters = [.. string.Concat(MixedText.Fragments).EnumerateRunes().Distinct().Where(rune => rune.Value % 7 != 3)];
        foreach (Rune rune in characters)
        {
            string character = rune.ToString();
            Add(character);
            Add("##" + character);
            Add(character.ToLowerInvariant());
            Add("##" + character.ToLowerInvariant());
        }

        foreach (string word in MixedText.Words().OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(300).Select(pair => pair.Key.Trim().ToLowerInvariant()).Where(word => word.Length > 1))
        {
            Add(word);
            Add(word[..(word.Length / 2)]);
            Add("##" + word[(word.Length / 2)..]);
        }

        JsonObject json = new()
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray([.. Special.Select((token, id) => Added(token, id))]),
            ["normalizer"] = new JsonObject
            {
                ["type"] = "BertNormalizer",
                ["clean_text"] = true,
                ["handle_chinese_chars"] = true,
                ["strip_accents"] = stripAccents,
                ["lowercase"] = lowercase,
            },
            ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
            ["post_processor"] = JsonNode.Parse("""
                {"type":"TemplateProcessing",
                 "single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},
                   {"SpecialToken":{"id":"[SEP]","type_id":0}}],
                 "pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":1}}],
                 "special_tokens":{"[CLS]":{"id":"[CLS]","ids":[2],"tokens":["[CLS]"]},"[SEP]":{"id":"[SEP]","ids":[3],"tokens":["[SEP]"]}}}
                """),
            ["decoder"] = new JsonObject { ["type"] = "WordPiece", ["prefix"] = "##", ["cleanup"] = true },
            ["model"] = new JsonObject
            {
                ["type"] = "WordPiece",
                ["unk_token"] = "[UNK]",
                ["continuing_subword_prefix"] = "##",
                ["max_input_chars_per_word"] = 20,
                ["vocab"] = new JsonObject(vocabulary),
            },
        };
        return new TokenizerFamily(name, json, new JsonObject { ["clean_up_tokenization_spaces"] = false });

        void Add(string token) => vocabulary.TryAdd(token, vocabulary.Count);
    }

    /// <summary>GPT-2's trained vocabulary with RoBERTa's special tokens around a text.</summary>
    public static TokenizerFamily Roberta(string name, bool addPrefixSpace)
    {
        TokenizerFamily trained = TokenizerFamily.All()[0];
        JsonObject json = trained.Json.DeepClone().AsObject();
        JsonObject vocabulary = json["model"]!["vocab"]!.AsObject();
        int first = vocabulary.Count;
        string[] special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"];
        JsonObject[] added = [.. special.Select((token, i) => Added(token, first + i))];
        added[^1]["lstrip"] = true;
        json["added_tokens"] = new JsonArray([.. added]);
        json["pre_tokenizer"] = new JsonObject
        {
            ["type"] = "ByteLevel", ["add_prefix_space"] = addPrefixSpace, ["trim_offsets"] = true, ["use_regex"] = true,
        };
        json["post_processor"] = new JsonObject
        {
            ["type"] = "RobertaProcessing",
            ["sep"] = new JsonArray("</s>", first + 2),
            ["cls"] = new JsonArray("<s>", first),
            ["trim_offsets"] = true,
            ["add_prefix_space"] = addPrefixSpace,
        };
        return trained with { Name = name, Json = json };
    }

    private static JsonObject Added(string content, int id) => new()
    {
        ["id"] = id,
        ["content"] = content,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = true,
    };
}
