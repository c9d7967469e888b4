namespace ModelGate.Models.Tokenizers.Patterns;

/// <summary>The syntax tree of a pattern.</summary>
internal abstract record RegexNode
{
    private RegexNode()
    {
    }

    /// <summary>One code point.</summary>
    public sealed record One(CodePointSet Set) : RegexNode;

    public sealed record Sequence(IReadOnlyList<RegexNode> Items) : RegexNode;

    /// <summary>The first that leads to a match wins.</summary>
    public sealed record Choice(IReadOnlyList<RegexNode> Items) : RegexNode;

    /// <param name="Most"><see cref="int.MaxValue"/> is without limit.</param>
    public sealed record Repeat(RegexNode Item, int Least, int Most, Greed Greed) : RegexNode;

    /// <summary>Matches <paramref name="Item"/> without moving.</summary>
    public sealed record Look(RegexNode Item, bool Behind, bool Negative) : RegexNode;

    /// <summary>Once left, never entered again by backtracking.</summary>
    public sealed record Atomic(RegexNode Item) : RegexNode;

    public sealed record At(Anchor Anchor) : RegexNode;
}

internal enum Greed
{
    Greedy,
    Lazy,
    Possessive,
}

internal enum Anchor
{
    /// <summary><c>^</c>: after a line feed too, as Ruby syntax has it.</summary>
    LineStart,

    /// <summary><c>$</c>: before a line feed too.</summary>
    LineEnd,
    TextStart,
    TextEnd,

    /// <summary><c>\Z</c>: at the end, or before a line feed that ends the text.</summary>
    TextEndOrLastLine,
    WordBoundary,
    NotWordBoundary,
}
