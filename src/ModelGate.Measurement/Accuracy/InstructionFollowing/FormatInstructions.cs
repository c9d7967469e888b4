using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing;

public abstract partial record Instruction
{
    /// <summary>Exactly so many lines that begin with <c>*</c> and another character, or with <c>-</c>.</summary>
    public sealed partial record NumberOfBullets(int Count) : Instruction
    {
        public override bool IsFollowedBy(string reply) => Star().Count(reply) + Dash().Count(reply) == Count;

        [GeneratedRegex(@"^\s*\*[^*].*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
        private static partial Regex Star();

        [GeneratedRegex(@"^\s*-.*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
        private static partial Regex Dash();
    }

    /// <summary>One of three sentences is in the reply.</summary>
    public sealed record ConstrainedResponse : Instruction
    {
        private static readonly string[] Options = ["My answer is yes.", "My answer is no.", "My answer is maybe."];

        public override bool IsFollowedBy(string reply) => Options.Any(option => reply.Contains(option, StringComparison.Ordinal));
    }

    /// <summary>At least so many <c>*…*</c> and <c>**…**</c> on one line that are not blank.</summary>
    public sealed partial record NumberOfHighlights(int Count) : Instruction
    {
        public override bool IsFollowedBy(string reply)
        {
            int single = Single().Matches(reply).Count(match => PythonText.Strip(match.Value.Trim('*')).Length > 0);
            int bold = Bold().Matches(reply).Count(match => PythonText.Strip(match.Value[2..^2]).Length > 0);
            return single + bold >= Count;
        }

        [GeneratedRegex(@"\*[^\n*]*\*", RegexOptions.CultureInvariant)]
        private static partial Regex Single();

        [GeneratedRegex(@"\*\*[^\n*]*\*\*", RegexOptions.CultureInvariant)]
        private static partial Regex Bold();
    }

    /// <summary>At least so many section headings: the splitter, a pattern, and digits.</summary>
    public sealed record NumberOfSections(Regex Heading, int Count) : Instruction
    {
        // The harness counts what re.split gives back, and that has the pattern's groups in it.
        public override bool IsFollowedBy(string reply) => Heading.Count(reply) * Heading.GetGroupNumbers().Length >= Count;

        public static string PatternFor(string splitter) => $@"\s?{splitter}\s?\d+\s?";
    }

    /// <summary>JSON and nothing else, in a Markdown fence or bare.</summary>
    public sealed record Json : Instruction
    {
        private static readonly string[] Fences = ["```json", "```Json", "```JSON", "```"];

        public override bool IsFollowedBy(string reply)
        {
            string text = PythonText.Strip(reply);
            foreach (string fence in Fences)
            {
                if (text.StartsWith(fence, StringComparison.Ordinal)) text = text[fence.Length..];
            }

            if (text.EndsWith("```", StringComparison.Ordinal)) text = text[..^3];
            return PythonJsonSyntax.IsValid(PythonText.Strip(text));
        }
    }

    /// <summary>A title in double angle brackets on one line.</summary>
    public sealed partial record Title : Instruction
    {
        public override bool IsFollowedBy(string reply) =>
            Brackets().Matches(reply).Any(match => PythonText.Strip(match.Value.TrimStart('<').TrimEnd('>')).Length > 0);

        [GeneratedRegex(@"<<[^\n]+>>", RegexOptions.CultureInvariant)]
        private static partial Regex Brackets();
    }
}
