namespace ModelGate.Models.Tokenizers.Patterns;

/// <summary>A pattern that cannot be compiled; the reader of the file turns it into a diagnostic.</summary>
/// <param name="position">Index into the pattern, in chars.</param>
internal sealed class RegexSyntaxException(int position, string problem)
    : Exception($"{problem} (at character {position + 1} of the pattern)");
