using System.Text.Json;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Tokenizers.Json;

namespace ModelGate.Models.Tokenizers.TokenModels;

/// <summary>Reads merge rules, <c>"a b"</c> or <c>["a","b"]</c>, without a string for each.</summary>
/// <param name="prefixLength">Chars of the right part that its merged token does not repeat.</param>
internal sealed class MergeReader(JsonNode merges, Dictionary<string, int> vocabulary, int prefixLength)
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids = vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
    private char[] _pair = new char[256];
    private int _index = -1;
    private int _rank;

    public MergeTable Table { get; } = new(merges.Element.GetArrayLength());

    /// <summary>Reads the rule at which <paramref name="reader"/> stands.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        _index++;
        if (reader.TokenType == JsonTokenType.String)
        {
            int length = Copy(ref reader, 0);
            ReadOnlySpan<char> rule = _pair.AsSpan(0, length);
            if (rule.StartsWith("#version", StringComparison.Ordinal)) return;
            int space = rule.IndexOf(' ');
            if (space < 0 || rule[(space + 1)..].Contains(' ')) throw Malformed();
            rule[(space + 1)..].CopyTo(_pair.AsSpan(space));
            Add(space, length - space - 1);
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || reader.TokenType != JsonTokenType.String) throw Malformed();
        int left = Copy(ref reader, 0);
        if (!reader.Read() || reader.TokenType != JsonTokenType.String) throw Malformed();
        int right = Copy(ref reader, left);
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray) throw Malformed();
        Add(left, right);
    }

    private int Copy(ref Utf8JsonReader reader, int at)
    {
        int most = at + reader.ValueSpan.Length;
        if (most > _pair.Length) Array.Resize(ref _pair, most * 2);
        return reader.CopyString(_pair.AsSpan(at));
    }

    /// <summary>Both parts stand side by side in the buffer, which is the merged token where no prefix is in use.</summary>
    private void Add(int leftLength, int rightLength)
    {
        ReadOnlySpan<char> left = _pair.AsSpan(0, leftLength);
        ReadOnlySpan<char> right = _pair.AsSpan(leftLength, rightLength);
        int leftId = IdOf(left);
        int rightId = IdOf(right);
        int id = prefixLength == 0
            ? IdOf(_pair.AsSpan(0, leftLength + rightLength))
            : IdOf(string.Concat(left, right.Length < prefixLength ? throw Malformed() : right[prefixLength..]));
        Table.Set(leftId, rightId, new Merge(_rank++, id));
    }

    private int IdOf(ReadOnlySpan<char> token)
    {
        if (_ids.TryGetValue(token, out int id)) return id;
        throw merges.Wrong(
            TokenizerDiagnostics.BadMerge,
            $"{merges.Path}[{_index}] names the token '{token}', which is not in the vocabulary.",
            "Take vocabulary and merges from the same tokenizer.");
    }

    private DiagnosticException Malformed() => merges.Wrong(
        TokenizerDiagnostics.BadMerge,
        $"{merges.Path}[{_index}] is no pair of tokens.",
        "Write a merge as \"a b\" or as [\"a\", \"b\"].");
}
