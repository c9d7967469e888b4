using ModelGate.Models.Tokenizers.AddedTokens;
using ModelGate.Models.Tokenizers.Decoders;
using ModelGate.Models.Tokenizers.Normalizers;
using ModelGate.Models.Tokenizers.PostProcessors;
using ModelGate.Models.Tokenizers.PreTokenizers;
using ModelGate.Models.Tokenizers.TokenModels;

namespace ModelGate.Models.Tokenizers;

/// <summary>What the files of a tokenizer hold.</summary>
/// <param name="File">How diagnostics name tokenizer.json.</param>
internal sealed record TokenizerParts(
    string File,
    Normalizer? Normalizer,
    PreTokenizer? PreTokenizer,
    TokenModel Model,
    PostProcessor PostProcessor,
    TokenDecoder Decoder,
    IReadOnlyList<AddedToken> AddedTokens,
    int? BosId,
    int? EosId)
{
    public IReadOnlyDictionary<string, int> AddedTokenIds { get; } =
        AddedTokens.ToDictionary(static token => token.Content, static token => token.Id);
}
