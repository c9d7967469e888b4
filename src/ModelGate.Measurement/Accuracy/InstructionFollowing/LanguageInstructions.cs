using ModelGate.Measurement.Accuracy.InstructionFollowing.Languages;
using ModelGate.Measurement.Accuracy.InstructionFollowing.Sentences;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing;

public abstract partial record Instruction
{
    /// <summary>The reply is detected as this language; a text without any letter counts as following.</summary>
    /// <param name="Language">ISO 639-1, such as <c>en</c>.</param>
    public sealed record ResponseLanguage(string Language) : Instruction
    {
        public override bool IsFollowedBy(string reply) => LanguageDetector.BuiltIn.Detect(reply) is not { } found || found == Language;
    }

    /// <summary>English in capital letters.</summary>
    public sealed record EnglishCapital : Instruction
    {
        public override bool IsFollowedBy(string reply) => PythonCase.IsUpper(reply) && IsEnglish(reply);
    }

    /// <summary>English without capital letters.</summary>
    public sealed record EnglishLowercase : Instruction
    {
        public override bool IsFollowedBy(string reply) => PythonCase.IsLower(reply) && IsEnglish(reply);
    }

    /// <summary>How many of the tokens of <see cref="WordTokenizer"/> are in capital letters.</summary>
    public sealed record CapitalWordFrequency(CountBound Bound) : Instruction
    {
        public override bool IsFollowedBy(string reply) => Bound.Holds(WordTokenizer.English.Tokenize(reply).Count(PythonCase.IsUpper));
    }

    private static bool IsEnglish(string reply) => LanguageDetector.BuiltIn.Detect(reply) is null or "en";
}
