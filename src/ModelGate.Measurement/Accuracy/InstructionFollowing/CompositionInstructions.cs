using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing;

public abstract partial record Instruction
{
    /// <summary>Two different texts between six asterisks; a blank piece is allowed in front and behind only.</summary>
    public sealed record TwoResponses : Instruction
    {
        public override bool IsFollowedBy(string reply)
        {
            string[] pieces = [.. reply.Split("******").Select(PythonText.Strip)];
            if (pieces.Skip(1).SkipLast(1).Contains("")) return false;
            string[] responses = [.. pieces.Where(piece => piece.Length > 0)];
            return responses.Length == 2 && responses[0] != responses[1];
        }
    }

    /// <summary>The reply begins with the prompt, case ignored.</summary>
    /// <param name="Prompt">In lower case, without white space around it.</param>
    public sealed record RepeatPrompt(string Prompt) : Instruction
    {
        public override bool IsFollowedBy(string reply) =>
            PythonCase.Lower(PythonText.Strip(reply)).StartsWith(Prompt, StringComparison.Ordinal);
    }

    /// <summary>The reply ends with the phrase, case ignored; quotes behind it do not matter.</summary>
    /// <param name="Phrase">In lower case, without white space around it.</param>
    public sealed record EndPhrase(string Phrase) : Instruction
    {
        public override bool IsFollowedBy(string reply) =>
            PythonCase.Lower(PythonText.Strip(reply).Trim('"')).EndsWith(Phrase, StringComparison.Ordinal);
    }

    /// <summary>The whole reply stands in double quotes.</summary>
    public sealed record Quotation : Instruction
    {
        public override bool IsFollowedBy(string reply) => PythonText.Strip(reply) is ['"', .., '"'];
    }
}
