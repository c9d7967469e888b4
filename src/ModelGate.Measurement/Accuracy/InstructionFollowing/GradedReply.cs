using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing;

/// <summary>Which of its document's instructions a reply follows, in their order.</summary>
/// <param name="Strict">As the reply stands.</param>
/// <param name="Loose">Any of eight variants of it: an upper bound that forgives Markdown and an opening or closing line.</param>
public sealed record GradedReply(IReadOnlyList<bool> Strict, IReadOnlyList<bool> Loose)
{
    /// <summary>All metrics of a task see the same outcome: it is graded for the first and kept while it lives.</summary>
    private static readonly ConditionalWeakTable<DocumentOutcome, GradedReply> Graded = [];

    /// <exception cref="DiagnosticException">The document's instructions are malformed, or a pattern in them does not end.</exception>
    internal static GradedReply Of(DocumentOutcome.Generated outcome) =>
        Graded.GetValue(outcome, static key => Grade(key.Document, ((DocumentOutcome.Generated)key).Answers[0]));

    /// <inheritdoc cref="Of"/>
    public static GradedReply Grade(Document document, string reply)
    {
        IReadOnlyList<Instruction> instructions = InstructionList.Of(document);
        string[] variants = [.. Variants(reply).Where(variant => PythonText.Strip(variant).Length > 0)];
        bool isBlank = PythonText.Strip(reply).Length == 0;
        try
        {
            return new(
                [.. instructions.Select(instruction => !isBlank && instruction.IsFollowedBy(reply))],
                [.. instructions.Select(instruction => Array.Exists(variants, instruction.IsFollowedBy))]);
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new DiagnosticException(
                TaskCodes.SlowPattern, document.At, $"The pattern '{error.Pattern}' of an instruction does not come to an end on a reply.",
                "Write the pattern without nested repetition.");
        }
    }

    /// <summary>The reply, it without its first line, last line and both, and the four without asterisks.</summary>
    private static IEnumerable<string> Variants(string reply)
    {
        string[] lines = reply.Split('\n');
        string[] texts = [reply, Lines(lines[1..]), Lines(lines[..^1]), Lines(lines.Length > 1 ? lines[1..^1] : [])];
        return texts.Concat(texts.Select(text => text.Replace("*", "", StringComparison.Ordinal))).Distinct();
    }

    private static string Lines(string[] lines) => PythonText.Strip(string.Join('\n', lines));
}
