using ModelGate.Models.Tokenizers.Patterns;

namespace ModelGate.Models.Tokenizers.PreTokenizers;

/// <summary>SentencePiece's way: spaces become a visible mark, and each word begins with it.</summary>
internal sealed class MetaspacePreTokenizer(MetaspaceSettings settings) : PreTokenizer
{
    private readonly SplitPreTokenizer _split = new(new TextPattern.Literal(settings.Replacement), SplitBehavior.MergedWithNext);

    public override List<Piece> Apply(List<Piece> pieces)
    {
        List<Piece> marked = [.. pieces.Select(Mark)];
        return settings.Split ? _split.Apply(marked) : marked;
    }

    private Piece Mark(Piece piece)
    {
        string text = piece.Span.ToString().Replace(" ", settings.Replacement, StringComparison.Ordinal);
        bool prepends = settings.Prepend == PrependScheme.Always || (settings.Prepend == PrependScheme.First && piece.IsFirst);
        if (prepends && !text.StartsWith(settings.Replacement, StringComparison.Ordinal)) text = settings.Replacement + text;
        return new Piece(text, 0, text.Length, piece.IsFirst);
    }
}
