using ModelGate.Models.Diagnostics;
using ModelGate.Models.Tokenizers.AddedTokens;
using ModelGate.Models.Tokenizers.Decoders;
using ModelGate.Models.Tokenizers.Normalizers;
using ModelGate.Models.Tokenizers.Patterns;
using ModelGate.Models.Tokenizers.PostProcessors;
using ModelGate.Models.Tokenizers.PreTokenizers;
using ModelGate.Models.Tokenizers.TokenModels;

namespace ModelGate.Models.Tokenizers;

/// <summary>
/// Text to token ids and back, as a model's <c>tokenizer.json</c> says: added tokens are cut out, the rest is normalized, cut into
/// pieces, tokenized by the model, and special tokens are put around it. Results are those of Hugging Face's tokenizers library.
/// Immutable after loading but for caches, and safe to use from several threads.
/// </summary>
public sealed class Tokenizer
{
    private readonly TokenizerParts _parts;
    private readonly string?[] _tokens;
    private readonly HashSet<int> _specialIds;
    private readonly AddedTokenFinder _verbatim;
    private readonly AddedTokenFinder _normalized;

    internal Tokenizer(TokenizerParts parts)
    {
        _parts = parts;
        _tokens = TokenTable(parts);
        _specialIds = [.. parts.AddedTokens.Where(static token => token.Special).Select(static token => token.Id)];
        _verbatim = new AddedTokenFinder(
            parts.AddedTokens.Where(static token => !token.Normalized).Select(static token => (token.Content, token)));
        _normalized = new AddedTokenFinder(
            parts.AddedTokens.Where(static token => token.Normalized).Select(token => (Normalize(token.Content), token)));
    }

    /// <summary>The largest id + 1, added tokens among them. A model's logits can be wider.</summary>
    public int VocabularySize => _tokens.Length;

    /// <summary>The beginning-of-sequence token that tokenizer_config.json or special_tokens_map.json names.</summary>
    public int? BosId => _parts.BosId;

    /// <summary>The end-of-sequence token that tokenizer_config.json or special_tokens_map.json names.</summary>
    public int? EosId => _parts.EosId;

    /// <summary>Reads <c>tokenizer.json</c> and, where present, <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c>.</summary>
    /// <exception cref="DiagnosticException">QG0301 to QG0309, each naming the file and the JSON path.</exception>
    public static Tokenizer Load(string directory) => TokenizerReader.Load(directory);

    /// <summary>As <see cref="Load"/>, from the content of the files.</summary>
    /// <param name="file">How diagnostics name <paramref name="tokenizerJson"/>.</param>
    /// <exception cref="DiagnosticException">QG0302 to QG0309, each naming the file and the JSON path.</exception>
    public static Tokenizer Parse(
        string file,
        ReadOnlyMemory<byte> tokenizerJson,
        ReadOnlyMemory<byte> tokenizerConfig = default,
        ReadOnlyMemory<byte> specialTokensMap = default) =>
        TokenizerReader.Parse(file, tokenizerJson, tokenizerConfig, specialTokensMap);

    /// <summary>
    /// The ids of <paramref name="text"/>. Added tokens in the text are recognised, special ones too. An unpaired surrogate counts as
    /// U+FFFD.
    /// </summary>
    /// <param name="addSpecialTokens">Puts around it what the post-processor says, such as the beginning-of-sequence token.</param>
    /// <exception cref="DiagnosticException">QG0310: a pattern of the tokenizer backtracks without end on this text.</exception>
    public int[] Encode(string text, bool addSpecialTokens)
    {
        List<int> ids = EncodePlain(text);
        return addSpecialTokens ? _parts.PostProcessor.Apply(ids) : [.. ids];
    }

    /// <summary>
    /// The ids of <paramref name="text"/> with the special tokens around it, at most <paramref name="maxTokens"/>: of a longer text the
    /// end is left out, before the special tokens are added.
    /// </summary>
    /// <param name="maxTokens">At least the number of special tokens.</param>
    /// <param name="isCut">The text was longer.</param>
    /// <exception cref="DiagnosticException">QG0310: a pattern of the tokenizer backtracks without end on this text.</exception>
    public int[] Encode(string text, int maxTokens, out bool isCut)
    {
        List<int> ids = EncodePlain(text);
        int room = maxTokens - _parts.PostProcessor.Before.Count - _parts.PostProcessor.After.Count;
        ArgumentOutOfRangeException.ThrowIfNegative(room, nameof(maxTokens));
        isCut = ids.Count > room;
        if (isCut) ids.RemoveRange(room, ids.Count - room);
        return _parts.PostProcessor.Apply(ids);
    }

    /// <summary>The text of <paramref name="ids"/>; ids in range that no token has give nothing.</summary>
    /// <exception cref="DiagnosticException">QG0307: an id is negative or not below <see cref="VocabularySize"/>.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = true)
    {
        StreamingDecoder decoder = StartDecoding(skipSpecialTokens);
        foreach (int id in ids) decoder.Add(id);
        return decoder.TakeText() + decoder.Finish();
    }

    /// <summary>A decoder for ids that come one by one.</summary>
    public StreamingDecoder StartDecoding(bool skipSpecialTokens = true) => new(this, _parts.Decoder, skipSpecialTokens);

    /// <summary>The id of a token as the vocabulary spells it (<c>Ġthe</c>, <c>▁the</c>), or null.</summary>
    public int? IdOf(string token) =>
        _parts.AddedTokenIds.TryGetValue(token, out int id) || _parts.Model.Vocabulary.TryGetValue(token, out id) ? id : null;

    /// <summary>The token as the vocabulary spells it; empty for an id in range that no token has.</summary>
    /// <exception cref="DiagnosticException">QG0307: the id is negative or not below <see cref="VocabularySize"/>.</exception>
    public string TokenOf(int id) => FindToken(id) ?? "";

    public bool IsSpecial(int id) => _specialIds.Contains(id);

    /// <summary>The token behind an id in range, or null.</summary>
    internal string? FindToken(int id) => (uint)id < (uint)_tokens.Length
        ? _tokens[id]
        : throw new DiagnosticException(
            TokenizerDiagnostics.IdOutOfRange,
            new SourcePoint(_parts.File),
            $"The token id {id} is outside the vocabulary of {_tokens.Length} tokens.",
            "Use the tokenizer that belongs to the model.");

    private List<int> EncodePlain(string text)
    {
        string input = CodePointText.WellFormed(text);
        List<int> ids = new(input.Length / 3);
        foreach (Section section in _verbatim.Cut(input))
        {
            if (section.Id >= 0) ids.Add(section.Id);
            else EncodeText(Normalize(input[section.Start..section.End]), section.Start == 0, ids);
        }

        return ids;
    }

    private void EncodeText(string text, bool isFirst, List<int> ids)
    {
        foreach (Section section in _normalized.Cut(text))
        {
            if (section.Id >= 0)
            {
                ids.Add(section.Id);
                continue;
            }

            List<Piece> pieces = [new Piece(text, section.Start, section.End - section.Start, isFirst && section.Start == 0)];
            foreach (Piece piece in _parts.PreTokenizer?.Apply(pieces) ?? pieces) _parts.Model.Tokenize(piece.Span, ids);
        }
    }

    private string Normalize(string text) => _parts.Normalizer?.Apply(text) ?? text;

    private static string?[] TokenTable(TokenizerParts parts)
    {
        int largest = parts.Model.Vocabulary.Values.Concat(parts.AddedTokenIds.Values).DefaultIfEmpty(-1).Max();
        string?[] tokens = new string?[largest + 1];
        foreach ((string token, int id) in parts.Model.Vocabulary) tokens[id] = token;
        foreach ((string token, int id) in parts.AddedTokenIds) tokens[id] = token;
        return tokens;
    }
}
