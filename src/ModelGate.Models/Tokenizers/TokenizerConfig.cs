using ModelGate.Models.Tokenizers.AddedTokens;
using ModelGate.Models.Tokenizers.Json;

namespace ModelGate.Models.Tokenizers;

/// <summary>A token that a configuration names: where, and how it is spelled.</summary>
internal sealed record NamedToken(string Content, string File, string Path);

/// <summary>What <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c> add to a tokenizer.json.</summary>
/// <param name="Class">Such as <c>LlamaTokenizerFast</c>.</param>
/// <param name="AddBos">The member <c>add_bos_token</c>.</param>
/// <param name="AddEos">The member <c>add_eos_token</c>.</param>
/// <param name="AddedTokens">The member <c>added_tokens_decoder</c>.</param>
internal sealed record TokenizerConfig(
    NamedToken? Bos, NamedToken? Eos, string? Class, bool? AddBos, bool? AddEos, IReadOnlyList<AddedToken> AddedTokens)
{
    /// <summary>Classes of the transformers library that make the post-processor from add_bos_token and add_eos_token.</summary>
    private static readonly string[] ClassesThatAddTokens =
    [
        "LlamaTokenizer", "LlamaTokenizerFast", "CodeLlamaTokenizer", "CodeLlamaTokenizerFast", "GemmaTokenizer", "GemmaTokenizerFast",
    ];

    public static TokenizerConfig Empty { get; } = new(null, null, null, null, null, []);

    /// <summary>
    /// Whether a tokenizer.json without a post-processor gets one from <see cref="AddBos"/> and <see cref="AddEos"/>. Only the classes
    /// that do so in transformers are obeyed; with any other class the two members mean nothing there, and mean nothing here.
    /// </summary>
    public bool AddsTokensItself => ClassesThatAddTokens.Contains(Class);

    public static TokenizerConfig ReadMain(JsonNode root) => new(
        Named(root, "bos_token"),
        Named(root, "eos_token"),
        root.Find("tokenizer_class")?.Text(),
        root.Find("add_bos_token")?.Flag(),
        root.Find("add_eos_token")?.Flag(),
        [.. (root.Find("added_tokens_decoder")?.Members() ?? []).Select(ReadToken)]);

    public static TokenizerConfig ReadMap(JsonNode root) => Empty with { Bos = Named(root, "bos_token"), Eos = Named(root, "eos_token") };

    /// <summary>What <paramref name="other"/> says where this says nothing.</summary>
    public TokenizerConfig Or(TokenizerConfig other) => this with { Bos = Bos ?? other.Bos, Eos = Eos ?? other.Eos };

    private static AddedToken ReadToken((string Name, JsonNode Value) member) =>
        int.TryParse(member.Name, out int id) && id is >= 0 and <= TokenizerDiagnostics.LargestId
            ? AddedToken.Read(member.Value, id)
            : throw member.Value.Wrong(
                TokenizerDiagnostics.IdOutOfRange,
                $"{member.Value.Path} names no id from 0 to {TokenizerDiagnostics.LargestId}.",
                TokenizerDiagnostics.TakeAgain);

    /// <summary>A token is written as text, or as an object that holds it.</summary>
    private static NamedToken? Named(JsonNode root, string member)
    {
        if (root.Find(member) is not { } node) return null;
        return new NamedToken(node.IsText ? node.Text() : node.Require("content").Text(), node.File, node.Path);
    }
}
