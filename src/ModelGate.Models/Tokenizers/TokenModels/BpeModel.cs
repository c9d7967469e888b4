using System.Collections.Concurrent;
using System.Text;
using ModelGate.Models.Tokenizers.Json;

namespace ModelGate.Models.Tokenizers.TokenModels;

/// <summary>What the <c>model</c> member of a BPE tokenizer sets besides vocabulary and merges.</summary>
/// <param name="UnknownId">Stands for characters outside the vocabulary; null drops them, as the reference library does.</param>
/// <param name="FuseUnknown">One unknown token for a run of unknown characters.</param>
/// <param name="ByteIds">Ids of <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> (−1 where absent), or null without byte fallback.</param>
/// <param name="IgnoreMerges">A piece that is a token as it stands is not split.</param>
/// <param name="Prefix">Put before every symbol but a piece's first.</param>
/// <param name="Suffix">Put behind a piece's last symbol.</param>
internal sealed record BpeSettings(int? UnknownId, bool FuseUnknown, int[]? ByteIds, bool IgnoreMerges, string Prefix, string Suffix);

/// <summary>Byte-pair encoding. Source: Sennrich et al. 2016, arXiv:1508.07909; details as in the reference library.</summary>
internal sealed class BpeModel : TokenModel
{
    /// <summary>Longer pieces are rarely seen again.</summary>
    private const int LongestCachedPiece = 256;

    private const int MostCachedPieces = 1 << 16;

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;
    private readonly MergeTable _merges;
    private readonly BpeSettings _settings;
    private readonly ConcurrentDictionary<string, int[]> _cache = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _cached;
    private int _cachedPieces;
    private BpeWord? _spare;

    public BpeModel(Dictionary<string, int> vocabulary, MergeTable merges, BpeSettings settings)
        : base(vocabulary)
    {
        _ids = vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        _merges = merges;
        _settings = settings;
        _cached = _cache.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public static new BpeModel Read(JsonNode model) => BpeModelReader.Read(model);

    public override void Tokenize(ReadOnlySpan<char> piece, List<int> ids)
    {
        if (_settings.IgnoreMerges && _ids.TryGetValue(piece, out int whole))
        {
            ids.Add(whole);
            return;
        }

        if (_cached.TryGetValue(piece, out int[]? known))
        {
            ids.AddRange(known);
            return;
        }

        int before = ids.Count;
        BpeWord word = Interlocked.Exchange(ref _spare, null) ?? new BpeWord();
        word.Clear();
        Spell(piece, word);
        word.Merge(_merges, ids);
        _spare = word;

        if (piece.Length > LongestCachedPiece || _cachedPieces >= MostCachedPieces) return;
        if (_cached.TryAdd(piece, [.. ids.Skip(before)])) Interlocked.Increment(ref _cachedPieces);
    }

    /// <summary>The symbols before any merge: characters of the vocabulary, bytes, or the unknown token.</summary>
    private void Spell(ReadOnlySpan<char> piece, BpeWord word)
    {
        bool isUnknownPending = false;
        for (int i = 0, length; i < piece.Length; i += length)
        {
            length = i + 1 < piece.Length && char.IsHighSurrogate(piece[i]) ? 2 : 1;
            if (TryFind(piece, i, length, out int id))
            {
                if (isUnknownPending) word.Add(_settings.UnknownId!.Value);
                isUnknownPending = false;
                word.Add(id);
            }
            else if (!TryAddBytes(Symbol(piece, i, length), word) && _settings.UnknownId is { } unknown)
            {
                // A run's unknown token is placed when the run ends, even where bytes came between: the reference library's order.
                if (isUnknownPending && !_settings.FuseUnknown) word.Add(unknown);
                isUnknownPending = true;
            }
        }

        if (isUnknownPending) word.Add(_settings.UnknownId!.Value);
    }

    private bool TryFind(ReadOnlySpan<char> piece, int start, int length, out int id)
    {
        bool isPlain = (start == 0 || _settings.Prefix.Length == 0) && (start + length < piece.Length || _settings.Suffix.Length == 0);
        return _ids.TryGetValue(isPlain ? piece.Slice(start, length) : Symbol(piece, start, length), out id);
    }

    private string Symbol(ReadOnlySpan<char> piece, int start, int length) => string.Concat(
        start == 0 ? "" : _settings.Prefix, piece.Slice(start, length), start + length < piece.Length ? "" : _settings.Suffix);

    private bool TryAddBytes(string symbol, BpeWord word)
    {
        if (_settings.ByteIds is not { } byteIds) return false;
        byte[] utf8 = Encoding.UTF8.GetBytes(symbol);
        if (Array.Exists(utf8, value => byteIds[value] < 0)) return false;
        foreach (byte value in utf8) word.Add(byteIds[value]);
        return true;
    }
}
