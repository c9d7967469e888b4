using System.Text;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Tokenizers.Json;

namespace ModelGate.Models.Tokenizers.Patterns;

/// <summary>A stretch of a text, matched by a pattern or lying between matches.</summary>
internal readonly record struct TextSpan(int Start, int End, bool IsMatch);

/// <summary>What to look for in a text: a literal, a regular expression, or a property of single code points.</summary>
internal abstract class TextPattern
{
    private TextPattern()
    {
    }

    /// <summary>Adds spans that cover the text in order; matches may be empty, stretches between them are not.</summary>
    public abstract void Find(ReadOnlySpan<char> text, List<TextSpan> spans);

    /// <summary>The text with <paramref name="content"/> in place of each match.</summary>
    public string Replace(string text, string content)
    {
        List<TextSpan> spans = [];
        Find(text, spans);
        if (!spans.Exists(static span => span.IsMatch)) return text;
        StringBuilder replaced = new(text.Length);
        foreach (TextSpan span in spans) replaced.Append(span.IsMatch ? content : text.AsSpan(span.Start, span.End - span.Start));
        return replaced.ToString();
    }

    /// <summary>Reads <c>{"String": …}</c> or <c>{"Regex": …}</c>.</summary>
    public static TextPattern Read(JsonNode node)
    {
        if (node.Find("String") is { } literal) return new Literal(literal.Text());
        JsonNode source = node.Require("Regex");
        try
        {
            return new Expression(RegexProgram.Compile(source.Text()), new SourcePoint(source.File), source.Path);
        }
        catch (RegexSyntaxException e)
        {
            throw source.Wrong(
                TokenizerDiagnostics.BadPattern,
                $"{source.Path} is '{source.Text()}', which cannot be used: {e.Message}.",
                "Choose a model whose pattern keeps to groups, classes, general categories, repeats and lookaround.");
        }
    }

    public sealed class Literal(string value) : TextPattern
    {
        public override void Find(ReadOnlySpan<char> text, List<TextSpan> spans)
        {
            int done = 0;
            for (int next; value.Length > 0 && (next = text[done..].IndexOf(value, StringComparison.Ordinal)) >= 0;)
            {
                if (next > 0) spans.Add(new TextSpan(done, done + next, IsMatch: false));
                spans.Add(new TextSpan(done + next, done + next + value.Length, IsMatch: true));
                done += next + value.Length;
            }

            if (done < text.Length) spans.Add(new TextSpan(done, text.Length, IsMatch: false));
        }
    }

    /// <param name="file">Named, with <paramref name="path"/>, when the search is given up.</param>
    public sealed class Expression(RegexProgram program, SourcePoint file, string path) : TextPattern
    {
        private RegexMatcher? _spare;

        /// <summary>A pattern that a component brings itself.</summary>
        public static Expression Fixed(string pattern, JsonNode component) =>
            new(RegexProgram.Compile(pattern), new SourcePoint(component.File), component.Path);

        public override void Find(ReadOnlySpan<char> text, List<TextSpan> spans)
        {
            RegexMatcher matcher = Interlocked.Exchange(ref _spare, null) ?? new RegexMatcher(program);
            try
            {
                Find(matcher, text, spans);
            }
            catch (RegexStepsException)
            {
                throw new DiagnosticException(
                    TokenizerDiagnostics.PatternTooSlow,
                    file,
                    $"The pattern at {path} backtracks without end on a text of {text.Length} characters.",
                    "Leave that text out, or choose a model with a simpler pattern.");
            }

            _spare = matcher;
        }

        /// <summary>An empty match right behind a match does not count, as in the reference library's iterator.</summary>
        private static void Find(RegexMatcher matcher, ReadOnlySpan<char> text, List<TextSpan> spans)
        {
            int done = 0;
            int lastEnd = -1;
            for (int from = 0; from <= text.Length && matcher.Find(text, from, out int start, out int end);)
            {
                if (start == end && end == lastEnd)
                {
                    if (from >= text.Length) break;
                    _ = CodePointText.At(text, from, out int length);
                    from += length;
                    continue;
                }

                if (start > done) spans.Add(new TextSpan(done, start, IsMatch: false));
                spans.Add(new TextSpan(start, end, IsMatch: true));
                done = from = lastEnd = end;
            }

            if (done < text.Length) spans.Add(new TextSpan(done, text.Length, IsMatch: false));
        }
    }

    /// <summary>Each code point that holds the property is a match of its own.</summary>
    public sealed class EachCodePoint(Func<int, bool> contains) : TextPattern
    {
        public override void Find(ReadOnlySpan<char> text, List<TextSpan> spans)
        {
            int done = 0;
            for (int i = 0, length; i < text.Length; i += length)
            {
                if (!contains(CodePointText.At(text, i, out length))) continue;
                if (i > done) spans.Add(new TextSpan(done, i, IsMatch: false));
                spans.Add(new TextSpan(i, i + length, IsMatch: true));
                done = i + length;
            }

            if (done < text.Length) spans.Add(new TextSpan(done, text.Length, IsMatch: false));
        }
    }
}
