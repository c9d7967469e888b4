using System.Text;
using ModelGate.Models.Tokenizers.Json;

namespace ModelGate.Models.Tokenizers.TokenModels;

/// <summary>
/// The longest token that a word begins with, then the longest that goes on from there, and so on; one unknown token for a word that cannot
/// be cut so. Source: Wu et al., arXiv 1609.08144, as BERT uses it.
/// </summary>
/// <param name="prefix">Begins tokens that go on within a word.</param>
/// <param name="longestWord">In code points; longer words are unknown.</param>
internal sealed class WordPieceModel(Dictionary<string, int> vocabulary, int unknownId, string prefix, int longestWord)
    : TokenModel(vocabulary)
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids =
        vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();

    public static new WordPieceModel Read(JsonNode model)
    {
        Dictionary<string, int> vocabulary = VocabularyReader.Read(model.Require("vocab"));
        string unknown = model.TextOr("unk_token", "[UNK]");
        if (!vocabulary.TryGetValue(unknown, out int unknownId))
        {
            throw model.Wrong(
                TokenizerDiagnostics.UnknownToken,
                $"{model.Path}.unk_token is '{unknown}', which is not in the vocabulary.",
                "Set it to a token of the vocabulary.");
        }

        return new WordPieceModel(
            vocabulary,
            unknownId,
            model.TextOr("continuing_subword_prefix", "##"),
            model.Find("max_input_chars_per_word")?.Integer() ?? 100);
    }

    public override void Tokenize(ReadOnlySpan<char> piece, List<int> ids)
    {
        int before = ids.Count;
        if (!IsTooLong(piece) && TryCut(piece, ids)) return;
        ids.RemoveRange(before, ids.Count - before);
        ids.Add(unknownId);
    }

    private bool TryCut(ReadOnlySpan<char> word, List<int> ids)
    {
        Span<char> buffer = stackalloc char[256];
        if (prefix.Length + word.Length > buffer.Length) buffer = new char[prefix.Length + word.Length];
        prefix.CopyTo(buffer);
        for (int start = 0; start < word.Length;)
        {
            word[start..].CopyTo(buffer[prefix.Length..]);
            ReadOnlySpan<char> rest = start == 0 ? word : buffer[..(prefix.Length + word.Length - start)];
            int marks = start == 0 ? 0 : prefix.Length;
            int end = rest.Length;
            int id = -1;
            while (end > marks && !_ids.TryGetValue(rest[..end], out id)) end -= IsPairEnd(rest, end) ? 2 : 1;
            if (end <= marks) return false;
            ids.Add(id);
            start += end - marks;
        }

        return true;
    }

    private bool IsTooLong(ReadOnlySpan<char> word)
    {
        if (word.Length <= longestWord) return false;
        int count = 0;
        foreach (Rune _ in word.EnumerateRunes()) count++;
        return count > longestWord;
    }

    private static bool IsPairEnd(ReadOnlySpan<char> text, int end) => end > 1 && char.IsSurrogatePair(text[end - 2], text[end - 1]);
}
