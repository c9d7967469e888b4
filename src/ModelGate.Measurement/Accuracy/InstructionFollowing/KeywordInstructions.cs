using System.Text;
using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing;

public abstract partial record Instruction
{
    /// <summary>Each keyword, a pattern, is found somewhere, case ignored.</summary>
    public sealed record KeywordExistence(IReadOnlyList<Regex> Keywords) : Instruction
    {
        public override bool IsFollowedBy(string reply) => Keywords.All(keyword => keyword.IsMatch(reply));
    }

    /// <summary>How often the keyword, a pattern, is found, case ignored, inside words as well.</summary>
    public sealed record KeywordFrequency(Regex Keyword, CountBound Bound) : Instruction
    {
        public override bool IsFollowedBy(string reply) => Bound.Holds(Keyword.Count(reply));
    }

    /// <summary>None of the words, patterns between word boundaries, is found, case ignored.</summary>
    public sealed record ForbiddenWords(IReadOnlyList<Regex> Words) : Instruction
    {
        public override bool IsFollowedBy(string reply) => !Words.Any(word => word.IsMatch(reply));
    }

    /// <summary>
    /// How often the character is in the lower-cased reply. Where it is no letter from a to z, as in two documents of the data set, the
    /// harness counts a letter drawn at random; here the character itself counts.
    /// </summary>
    /// <param name="Letter">In lower case.</param>
    public sealed record LetterFrequency(Rune Letter, CountBound Bound) : Instruction
    {
        public override bool IsFollowedBy(string reply) =>
            Bound.Holds(PythonCase.Lower(reply).EnumerateRunes().Count(c => c == Letter));
    }
}
