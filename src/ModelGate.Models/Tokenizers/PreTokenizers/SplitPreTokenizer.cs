using System.Runtime.InteropServices;
using ModelGate.Models.Tokenizers.Json;
using ModelGate.Models.Tokenizers.Patterns;

namespace ModelGate.Models.Tokenizers.PreTokenizers;

/// <summary>What becomes of the delimiters that a split finds.</summary>
internal enum SplitBehavior
{
    /// <summary>Dropped.</summary>
    Removed,

    /// <summary>A piece each.</summary>
    Isolated,

    /// <summary>The end of the piece before.</summary>
    MergedWithPrevious,

    /// <summary>The beginning of the piece behind.</summary>
    MergedWithNext,

    /// <summary>Neighbouring delimiters are one piece.</summary>
    Contiguous,
}

/// <summary>Cuts at the matches of a pattern.</summary>
/// <param name="invert">The matches are the words, what lies between them the delimiters.</param>
internal sealed class SplitPreTokenizer(TextPattern pattern, SplitBehavior behavior, bool invert = false) : PreTokenizer
{
    public static new SplitPreTokenizer Read(JsonNode node) => new(
        TextPattern.Read(node.Require("pattern")), ReadBehavior(node.Require("behavior")), node.FlagOr("invert", false));

    public static SplitBehavior ReadBehavior(JsonNode node) => node.Text() switch
    {
        "Removed" => SplitBehavior.Removed,
        "Isolated" => SplitBehavior.Isolated,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        string other => throw node.Wrong(
            TokenizerDiagnostics.WrongShape,
            $"{node.Path} is '{other}', which is no behaviour of a split.",
            "Use Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous."),
    };

    public override List<Piece> Apply(List<Piece> pieces)
    {
        List<Piece> cut = new(pieces.Count * 2);
        List<TextSpan> spans = [];
        foreach (Piece piece in pieces)
        {
            spans.Clear();
            pattern.Find(piece.Span, spans);
            if (invert) Invert(CollectionsMarshal.AsSpan(spans));
            Join(spans);
            foreach (TextSpan span in spans)
            {
                bool isRemoved = behavior == SplitBehavior.Removed && span.IsMatch;
                if (!isRemoved && span.End > span.Start) cut.Add(piece.Slice(span.Start, span.End - span.Start));
            }
        }

        return cut;
    }

    private static void Invert(Span<TextSpan> spans)
    {
        foreach (ref TextSpan span in spans) span = span with { IsMatch = !span.IsMatch };
    }

    /// <summary>The merging behaviours, each a fold that remembers whether the span before it was a match.</summary>
    private void Join(List<TextSpan> spans)
    {
        if (behavior is SplitBehavior.Removed or SplitBehavior.Isolated) return;
        bool isBackward = behavior == SplitBehavior.MergedWithNext;
        if (isBackward) spans.Reverse();
        int kept = 0;
        bool wasMatch = false;
        for (int i = 0; i < spans.Count; i++)
        {
            TextSpan span = spans[i];
            bool joins = behavior == SplitBehavior.Contiguous ? span.IsMatch == wasMatch : span.IsMatch && !wasMatch;
            wasMatch = span.IsMatch;
            if (joins && kept > 0)
            {
                TextSpan last = spans[kept - 1];
                spans[kept - 1] = isBackward ? last with { Start = span.Start } : last with { End = span.End };
            }
            else
            {
                spans[kept++] = span;
            }
        }

        spans.RemoveRange(kept, spans.Count - kept);
        if (isBackward) spans.Reverse();
    }
}
