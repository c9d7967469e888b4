using ModelGate.Measurement.Accuracy.Judging;

namespace ModelGate.Measurement.Accuracy.Evaluation;

/// <summary>A task's scores and all they were made from.</summary>
public sealed record TaskResult
{
    public required PreparedTask Task { get; init; }

    /// <summary>In the order of <see cref="PreparedTask.Prompts"/>.</summary>
    public required IReadOnlyList<DocumentResponse> Responses { get; init; }

    /// <summary>What each filter chain left of each document's answers; only generated answers are filtered.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<string>>> Filtered { get; init; }

    /// <summary>By filter chain, then metric, in the task's order; empty where the task is not scored.</summary>
    public required IReadOnlyList<MetricResult> Metrics { get; init; }

    /// <summary>Null where all documents were asked at once.</summary>
    public AskedInRounds? Rounds { get; init; }

    public string Name => Task.Task.Name;

    /// <summary>The one that gates read; null where nothing is scored.</summary>
    public MetricResult? Primary => Task.Task.Gating.PrimaryMetric is { } key
        ? Metrics.FirstOrDefault(metric => metric.Key == key) ?? Metrics.FirstOrDefault(metric => metric.Metric == key)
        : Metrics.Count > 0 ? Metrics[0] : null;

    /// <summary>What a judge said of the answers; null where none was asked.</summary>
    public JudgmentReport? Judgments => Metrics.Select(metric => metric.Judgments).OfType<JudgmentReport>().FirstOrDefault();

    /// <summary>The documents are the first of the split or a part of it: not all, and not a sample.</summary>
    public bool IsPrefix =>
        Task.Options.Selection is DocumentSelection.Prefix or DocumentSelection.Shard && Task.Prompts.Count < Task.SplitSize;

    /// <summary>Where its metrics can differ from their definitions; each sentence once.</summary>
    public IReadOnlyList<string> Approximations => [.. Metrics.SelectMany(metric => metric.Approximations).Distinct()];

    /// <summary>Tokens of all answers.</summary>
    public long GeneratedTokens => Answers.Sum(answer => (long)answer.Tokens);

    /// <summary>Answers that ended at the token limit.</summary>
    public int AnswersAtLimit => Answers.Count(answer => answer.ReachedLimit);

    /// <summary>Documents whose prompt was cut from the left because the model's context is shorter.</summary>
    public int TruncatedDocuments => Responses.Count(response => response.Responses.Any(part => part.Truncated > 0));

    /// <summary>Of generated answers, in the documents' order.</summary>
    public IReadOnlyList<string> AnswerTexts => [.. Answers.Select(answer => answer.Text)];

    private IEnumerable<ModelResponse.Answer> Answers =>
        Responses.SelectMany(response => response.Responses).OfType<ModelResponse.Answer>();
}
