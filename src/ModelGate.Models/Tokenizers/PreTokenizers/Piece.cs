namespace ModelGate.Models.Tokenizers.PreTokenizers;

/// <summary>A stretch of text that the model tokenizes by itself.</summary>
/// <param name="IsFirst">The piece begins where the whole input began, which <c>prepend_scheme: first</c> asks. The reference
/// library asks it of the original text, so a normalizer that cuts or replaces the very first character makes a difference there; no
/// supported family has such a normalizer beside that scheme.</param>
internal readonly record struct Piece(string Text, int Start, int Length, bool IsFirst)
{
    public ReadOnlySpan<char> Span => Text.AsSpan(Start, Length);

    public Piece Slice(int start, int length) => new(Text, Start + start, length, IsFirst && start == 0);
}
