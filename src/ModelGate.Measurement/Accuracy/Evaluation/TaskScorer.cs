using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Accuracy.Prompts;

namespace ModelGate.Measurement.Accuracy.Evaluation;

/// <summary>Responses to scores; no model is involved.</summary>
public static class TaskScorer
{
    /// <param name="responses">Of every prompt, in order.</param>
    public static TaskResult Score(PreparedTask task, IReadOnlyList<DocumentResponse> responses, CancellationToken cancel = default)
    {
        Dictionary<string, IReadOnlyList<IReadOnlyList<string>>> filtered = new(StringComparer.Ordinal);
        List<MetricResult> metrics = [];
        bool generates = task.Task.Output == OutputType.GenerateUntil;
        foreach (BoundChain chain in task.Chains)
        {
            IReadOnlyList<IReadOnlyList<string>> answers = generates
                ? [.. responses.Select((response, i) => Filter(chain, task.Prompts[i], response))] : [];
            if (generates) filtered.Add(chain.Name, answers);
            DocumentOutcome[] outcomes = [.. responses.Select((response, i) =>
                Outcome(task.Task.Output, task.Prompts[i], response, generates ? answers[i] : []))];
            foreach (BoundMetric metric in chain.Metrics)
            {
                IReadOnlyList<SampleValue> values = metric.Score(outcomes, cancel);
                metrics.Add(new(
                    metric.Name,
                    chain.Name,
                    metric.Aggregation.Name,
                    metric.HigherIsBetter,
                    task.Task.Gating.Range ?? metric.Metric.Range,
                    metric.Aggregation.Aggregate(values),
                    metric.Aggregation.StandardError(values),
                    values)
                {
                    Approximations = metric.Metric.Approximations,
                });
            }
        }

        return new() { Task = task, Responses = responses, Filtered = filtered, Metrics = metrics };
    }

    private static IReadOnlyList<string> Filter(BoundChain chain, DocumentPrompt prompt, DocumentResponse response) =>
        chain.Apply([.. response.Responses.Cast<ModelResponse.Answer>().Select(answer => answer.Text)], prompt.Document);

    private static DocumentOutcome Outcome(
        OutputType output, DocumentPrompt prompt, DocumentResponse response, IReadOnlyList<string> answers)
    {
        if (output == OutputType.GenerateUntil) return new DocumentOutcome.Generated(prompt.Document, answers, prompt.Targets);
        ModelResponse.Likelihood[] likelihoods = [.. response.Responses.Cast<ModelResponse.Likelihood>()];
        return output switch
        {
            OutputType.MultipleChoice => new DocumentOutcome.MultipleChoice(
                prompt.Document,
                prompt.Choices,
                [.. likelihoods.Select(likelihood => likelihood.Value)],
                [.. likelihoods.Select(likelihood => likelihood.IsGreedy)],
                prompt.Gold),
            OutputType.LogLikelihood => new DocumentOutcome.LogLikelihood(prompt.Document, likelihoods[0].Value, likelihoods[0].IsGreedy),
            _ => new DocumentOutcome.Rolling(prompt.Document, likelihoods[0].Value, prompt.Requests[0].Context, likelihoods[0].Tokens),
        };
    }
}
