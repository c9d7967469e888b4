using System.Text;
using ModelGate.Models.Tokenizers.Json;
using ModelGate.Models.Tokenizers.Patterns;

namespace ModelGate.Models.Tokenizers.PreTokenizers;

/// <summary>Writes each UTF-8 byte as a character of <see cref="ByteAlphabet"/>, after GPT-2's split where that is asked.</summary>
/// <param name="split">Null where the text was split before.</param>
internal sealed class ByteLevelPreTokenizer(SplitPreTokenizer? split, bool addPrefixSpace) : PreTokenizer
{
    /// <summary>GPT-2's pattern. Source: openai/gpt-2, src/encoder.py.</summary>
    private const string Gpt2Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    public static new ByteLevelPreTokenizer Read(JsonNode node)
    {
        SplitPreTokenizer? split = node.FlagOr("use_regex", true)
            ? new SplitPreTokenizer(TextPattern.Expression.Fixed(Gpt2Pattern, node), SplitBehavior.Isolated)
            : null;
        return new ByteLevelPreTokenizer(split, node.FlagOr("add_prefix_space", true));
    }

    public override List<Piece> Apply(List<Piece> pieces)
    {
        if (addPrefixSpace) pieces = [.. pieces.Select(WithSpace)];
        if (split is not null) pieces = split.Apply(pieces);

        StringBuilder text = new();
        List<int> ends = new(pieces.Count);
        foreach (Piece piece in pieces)
        {
            ByteAlphabet.Append(piece.Span, text);
            ends.Add(text.Length);
        }

        string mapped = text.ToString();
        List<Piece> result = new(pieces.Count);
        for (int i = 0, start = 0; i < pieces.Count; start = ends[i++])
        {
            result.Add(new Piece(mapped, start, ends[i] - start, pieces[i].IsFirst));
        }

        return result;
    }

    private static Piece WithSpace(Piece piece) =>
        piece.Span[0] == ' ' ? piece : new Piece($" {piece.Span}", 0, piece.Length + 1, piece.IsFirst);
}
