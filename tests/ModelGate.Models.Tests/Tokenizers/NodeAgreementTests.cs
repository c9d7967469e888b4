using System.Text.Json;
using System.Text.Json.Nodes;
using ModelGate.Models.Tokenizers;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Tokenizers;

/// <summary>
/// Token by token against the npm package @huggingface/tokenizers: the demo tokenizer and one trained tokenizer of each family. Where
/// the package differs from the Rust library the latter is followed, and RustGoldenTests hold the case.
/// </summary>
public sealed class NodeAgreementTests
{
    private const int RandomTexts = 300;

    [Fact]
    public async Task Encode_and_decode_mixed_texts_as_the_npm_package()
    {
        if (NodeTokenizers.Absence is { } absence) Assert.Skip(absence);
        List<(string Name, Tokenizer Tokenizer, JsonObject Json, JsonObject Config)> cases =
        [
            ("demo", Tokenizer.Load(Repository.DemoModel), DemoJson("tokenizer.json"), DemoJson("tokenizer_config.json")),
            .. TokenizerFamily.All().Concat(EncoderTokenizers.All())
                .Select(static family => (family.Name, family.Load(), family.Json, family.Config)),
        ];
        List<NodeRequest> requests = [];
        foreach ((string name, Tokenizer tokenizer, JsonObject json, JsonObject config) in cases)
        {
            string[] texts = Texts(name);
            int[][] ids = [.. texts.Select(text => tokenizer.Encode(text, addSpecialTokens: true))];
            requests.Add(new NodeRequest(json, config, AddSpecialTokens: true, texts, ids));
        }

        NodeAnswer[] answers = await NodeTokenizers.AskAsync(requests, TestContext.Current.CancellationToken);

        List<string> differences = [];
        for (int i = 0; i < cases.Count; i++) Compare(cases[i].Name, cases[i].Tokenizer, requests[i], answers[i], differences);
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n" + string.Join('\n', differences.Take(20)));
    }

    private static void Compare(string name, Tokenizer tokenizer, NodeRequest request, NodeAnswer answer, List<string> differences)
    {
        for (int i = 0; i < request.Texts.Count; i++)
        {
            (string text, int[] ids) = (request.Texts[i], request.IdLists[i]);

            // The package looks for Chinese characters in UTF-16 units and so finds none beyond the basic plane; Rust does.
            if (name.StartsWith("BERT", StringComparison.Ordinal) && text.Contains('\uD841')) continue;
            if (!ids.SequenceEqual(answer.Ids[i])) differences.Add(Difference(name, tokenizer, text, ids, answer.Ids[i]));

            // The package's byte fallback decodes with a TextDecoder that drops U+FEFF; Rust keeps it.
            bool losesMark = text.Contains('\uFEFF') && tokenizer.IdOf("<0x00>") is not null;
            string decoded = tokenizer.Decode(ids);
            if (decoded != answer.Texts[i] && !losesMark)
            {
                differences.Add($"{name}: ids of {Show(text)} give {Show(decoded)}, npm {Show(answer.Texts[i])}");
            }
        }
    }

    /// <summary>Every fragment alone and between words, then seeded mixtures.</summary>
    private static string[] Texts(string name)
    {
        Random random = new(name.Aggregate(17, static (seed, c) => seed * 31 + c));
        return
        [
            "", .. MixedText.Fragments, .. MixedText.Fragments.Select(static fragment => $"a {fragment} b{fragment}c"),
            .. Enumerable.Range(0, RandomTexts).Select(_ => MixedText.Random(random)),
        ];
    }

    private static JsonObject DemoJson(string file) =>
        JsonNode.Parse(File.ReadAllBytes(Path.Combine(Repository.DemoModel, file)))!.AsObject();

    private static string Difference(string name, Tokenizer tokenizer, string text, int[] ours, int[] theirs)
    {
        int same = ours.Zip(theirs).TakeWhile(static pair => pair.First == pair.Second).Count();
        return $"{name}: {Show(text)} at token {same}: [{Tokens(ours)}], npm [{Tokens(theirs)}]";

        string Tokens(int[] ids) => string.Join(' ', ids.Skip(same).Take(6).Select(id => Show(tokenizer.TokenOf(id))));
    }

    private static string Show(string text) => JsonSerializer.Serialize(text);
}
