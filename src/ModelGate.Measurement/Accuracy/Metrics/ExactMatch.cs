using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Metrics;

/// <summary>
/// <c>exact_match</c>: answer and target are equal after, in this order, deleting each of <c>regexes_to_ignore</c>, lower-casing
/// (<c>ignore_case</c>), deleting ASCII punctuation (<c>ignore_punctuation</c>) and digits (<c>ignore_numbers</c>). On multiple choice: the
/// right choice is the greedy continuation.
/// </summary>
public sealed class ExactMatch : IMetric
{
    public string Name => "exact_match";

    public bool HigherIsBetter => true;

    public (double Low, double High)? Range => (0, 1);

    public string? AggregationFor(OutputType output) =>
        output is OutputType.GenerateUntil or OutputType.MultipleChoice ? "mean" : null;

    public MetricFunction Bind(PartArguments arguments)
    {
        Normalisation normalisation = new(
            Patterns(arguments), arguments.Flag("ignore_case"), arguments.Flag("ignore_punctuation"), arguments.Flag("ignore_numbers"));
        arguments.RefuseOthers();
        return (outcomes, _) => [.. outcomes.Select(outcome => new SampleValue(Matches(outcome, normalisation) ? 1 : 0))];
    }

    private static bool Matches(DocumentOutcome outcome, Normalisation normalisation)
    {
        if (outcome is DocumentOutcome.MultipleChoice choice) return choice.Gold.Any(gold => gold >= 0 && choice.IsGreedy[gold]);
        DocumentOutcome.Generated generated = (DocumentOutcome.Generated)outcome;
        string answer = normalisation.Apply(generated.Answers[0]);
        return generated.Targets.Any(target => normalisation.Apply(target) == answer);
    }

    private static IReadOnlyList<Regex> Patterns(PartArguments arguments)
    {
        try
        {
            return [.. arguments.Texts("regexes_to_ignore").Select(PythonRegex.Compile)];
        }
        catch (RegexParseException error)
        {
            throw new DiagnosticException(
                TaskCodes.WrongValue, arguments.PlaceOf("regexes_to_ignore"), $"This is not a pattern: {error.Message}",
                "Correct the pattern.");
        }
    }

    private sealed record Normalisation(IReadOnlyList<Regex> Ignored, bool IgnoreCase, bool IgnorePunctuation, bool IgnoreNumbers)
    {
        public string Apply(string text)
        {
            foreach (Regex pattern in Ignored) text = pattern.Replace(text, "");
            if (IgnoreCase) text = text.ToLowerInvariant();
            if (IgnorePunctuation) text = Without(text, c => PythonText.Punctuation.Contains(c, StringComparison.Ordinal));
            return IgnoreNumbers ? Without(text, char.IsAsciiDigit) : text;
        }

        private static string Without(string text, Func<char, bool> deleted) => string.Concat(text.Where(c => !deleted(c)));
    }
}
