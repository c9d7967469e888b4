using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.InstructionFollowing.Sentences;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing;

public abstract partial record Instruction
{
    /// <summary>How many sentences <see cref="SentenceSplitter"/> finds.</summary>
    public sealed record NumberOfSentences(CountBound Bound) : Instruction
    {
        public override bool IsFollowedBy(string reply) => Bound.Holds(SentenceSplitter.English.Split(reply).Count);
    }

    /// <summary>
    /// Exactly so many pieces between <c>***</c>. An empty first or last piece does not count, an empty one between is a mistake.
    /// </summary>
    public sealed partial record NumberOfParagraphs(int Count) : Instruction
    {
        public override bool IsFollowedBy(string reply)
        {
            string[] pieces = Divider().Split(reply);
            bool[] blank = [.. pieces.Select(piece => PythonText.Strip(piece).Length == 0)];
            if (blank.Skip(1).SkipLast(1).Contains(true)) return false;
            return blank.Count(isBlank => !isBlank) == Count;
        }

        [GeneratedRegex(@"\s?\*\*\*\s?", RegexOptions.CultureInvariant)]
        private static partial Regex Divider();
    }

    /// <summary>How many runs of word characters.</summary>
    public sealed record NumberOfWords(CountBound Bound) : Instruction
    {
        public override bool IsFollowedBy(string reply) => Bound.Holds(PythonWords.Count(reply));
    }

    /// <summary>
    /// So many paragraphs between blank lines, and one of them begins with the word. Blank pieces do not count as paragraphs but do count
    /// in finding the nth, as in the harness.
    /// </summary>
    /// <param name="Nth">From 1 to <paramref name="Paragraphs"/>.</param>
    /// <param name="FirstWord">In lower case.</param>
    public sealed record NthParagraphFirstWord(int Paragraphs, int Nth, string FirstWord) : Instruction
    {
        private static readonly SearchValues<char> WordEnds = SearchValues.Create(".,?!'\"");

        public override bool IsFollowedBy(string reply)
        {
            string[] pieces = reply.Split("\n\n");
            int paragraphs = pieces.Count(piece => PythonText.Strip(piece).Length > 0);
            if (Nth > paragraphs || PythonWords.Split(pieces[Nth - 1]).FirstOrDefault() is not { } word) return false;
            return paragraphs == Paragraphs && Bare(word) == FirstWord;
        }

        /// <summary>Without single, then double quotes in front, up to the first punctuation mark.</summary>
        private static string Bare(string word)
        {
            string bare = word.TrimStart('\'').TrimStart('"');
            int end = bare.AsSpan().IndexOfAny(WordEnds);
            if (end >= 0) bare = bare[..end];

            // Letter by letter, so that a final sigma does not become ς.
            return string.Concat(bare.EnumerateRunes().Select(letter => PythonCase.Lower(letter.ToString())));
        }
    }
}
