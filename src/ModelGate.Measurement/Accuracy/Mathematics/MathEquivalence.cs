using ModelGate.Measurement.Accuracy.Documents.Processors;
using ModelGate.Measurement.Accuracy.Metrics;

namespace ModelGate.Measurement.Accuracy.Mathematics;

/// <summary>
/// <c>math_equivalence</c>: the reply's final answer has the value of the document's <c>answer</c> (of its target where it has none), both
/// normalised by Minerva's rules. <c>equal_texts: true</c> also accepts normalised texts that are the same, formula or not: the harness
/// today, as <c>exact_match_original</c>; without, the leaderboard of the paper's time, where an interval is never right.
/// </summary>
public sealed class MathEquivalence : IMetric
{
    public string Name => "math_equivalence";

    public bool HigherIsBetter => true;

    public (double Low, double High)? Range => (0, 1);

    public IReadOnlyList<string> Approximations { get; } =
    [
        "Equivalence is decided by exact algebra and bounded evaluation, not by SymPy: what is proved equal counts, also where SymPy's "
            + "simplification or its time limit falls short; decimals are exact.",
    ];

    public string? AggregationFor(OutputType output) => output == OutputType.GenerateUntil ? "mean" : null;

    public MetricFunction Bind(PartArguments arguments)
    {
        bool acceptsEqualTexts = arguments.Flag("equal_texts");
        arguments.RefuseOthers();
        return (outcomes, cancel) =>
        {
            SampleValue[] values = new SampleValue[outcomes.Count];
            for (int i = 0; i < values.Length; i++)
            {
                cancel.ThrowIfCancellationRequested();
                DocumentOutcome.Generated outcome = (DocumentOutcome.Generated)outcomes[i];
                values[i] = Score(outcome.Answers[0], Gold(outcome), acceptsEqualTexts) switch
                {
                    Equivalence.Equal => new(1),
                    Equivalence.NotDecided => SampleValue.NotDecided,
                    _ => new(0),
                };
            }

            return values;
        };
    }

    /// <param name="gold">As the solution's last box holds it.</param>
    public static Equivalence Score(string reply, string gold, bool acceptsEqualTexts)
    {
        string answer = AnswerNormalisation.Normalise(FinalAnswer.Of(reply) ?? MathHard.InvalidAnswer);
        string expected = AnswerNormalisation.Normalise(gold);
        if (answer == MathHard.InvalidAnswer) return Equivalence.Different;
        if (acceptsEqualTexts && answer.Trim() == expected.Trim()) return Equivalence.Equal;
        return AnswerComparison.Compare(answer, expected);
    }

    private static string Gold(DocumentOutcome.Generated outcome) =>
        outcome.Document.Fields.GetValueOrDefault("answer") as string ?? outcome.Targets[0];
}
