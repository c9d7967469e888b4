using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing;

/// <summary>A metric over which instructions replies follow.</summary>
public abstract class InstructionMetric : IMetric
{
    public abstract string Name { get; }

    public bool HigherIsBetter => true;

    public (double Low, double High)? Range => (0, 1);

    public IReadOnlyList<string> Approximations { get; } =
    [
        "Sentences are split by the Punkt algorithm with word tables of our own, not NLTK's trained ones: on few replies "
            + "length_constraints:number_sentences and change_case:capital_word_frequency can differ from lm-evaluation-harness.",
        "The language detector is seeded with 0, lm-evaluation-harness's is not: language:response_language, change_case:english_capital "
            + "and change_case:english_lowercase can differ on short and mixed replies.",
        "keywords:letter_frequency counts '#' and '!' themselves, where lm-evaluation-harness counts a letter drawn at random.",
    ];

    protected virtual string Aggregation => "mean";

    public string? AggregationFor(OutputType output) => output == OutputType.GenerateUntil ? Aggregation : null;

    public MetricFunction Bind(PartArguments arguments)
    {
        arguments.RefuseOthers();
        return (outcomes, cancel) =>
        {
            List<GradedReply> replies = [];
            foreach (DocumentOutcome.Generated outcome in outcomes.Cast<DocumentOutcome.Generated>())
            {
                cancel.ThrowIfCancellationRequested();
                replies.Add(GradedReply.Of(outcome));
            }

            return Score(replies);
        };
    }

    public IReadOnlyList<Diagnostic> ProblemsOf(Document document)
    {
        try
        {
            InstructionList.Of(document);
            return [];
        }
        catch (DiagnosticException error)
        {
            return error.Diagnostics;
        }
    }

    /// <param name="replies">Of all documents, in order; at least one.</param>
    protected abstract IReadOnlyList<SampleValue> Score(IReadOnlyList<GradedReply> replies);

    protected static SampleValue PromptLevel(IReadOnlyList<bool> followed) => new(followed.All(instruction => instruction) ? 1 : 0);
}
