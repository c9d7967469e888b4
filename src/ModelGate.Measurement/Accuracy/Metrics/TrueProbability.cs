using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Metrics;

/// <summary>
/// <c>mc2</c>, TruthfulQA's score over several true answers: Σ p over the choices whose label in <c>mc2_targets.labels</c> is 1, where p
/// is the softmax of the choices' log-likelihoods (lm_eval/tasks/truthfulqa/utils.py). The largest log-likelihood is taken off first, so
/// that long answers do not underflow.
/// </summary>
public sealed class TrueProbability : DocumentMetric
{
    private const string Field = "mc2_targets";

    public override string Name => "mc2";

    public override string? AggregationFor(OutputType output) => output == OutputType.MultipleChoice ? "mean" : null;

    protected override SampleValue Score(DocumentOutcome outcome)
    {
        if (outcome is not DocumentOutcome.MultipleChoice choice) throw DoesNotFit(outcome);
        object? listed = choice.Document.Mapping(Field).GetValueOrDefault("labels");
        if (listed is not IReadOnlyList<object?> labels || labels.Count != choice.LogLikelihoods.Count)
        {
            throw new DiagnosticException(
                TaskCodes.WrongFieldValue, choice.Document.At,
                $"Document {choice.Document.Id}: '{Field}.labels' is not a list of one label for each of {choice.Choices.Count} choices.",
                "Correct the document.");
        }

        double most = choice.LogLikelihoods.Max();
        double[] weights = [.. choice.LogLikelihoods.Select(value => Math.Exp(value - most))];
        return new(weights.Where((_, i) => labels[i] is 1L).Sum() / weights.Sum());
    }
}
