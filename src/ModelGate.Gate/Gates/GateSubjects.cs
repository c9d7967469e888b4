using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Performance;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Gate.Gates;

/// <summary>
/// Finds what a rule is about among one candidate's measurements. Never nothing: an empty selection is a missing subject.
/// </summary>
internal static class GateSubjects
{
    private const string Everything = "all";

    public static IReadOnlyList<GateSubject> Of(GateRule rule, CandidateInputs candidate)
    {
        IReadOnlyList<GateSubject> subjects = rule.Metric.Source switch
        {
            MetricSource.Scores => ScoreSubjects.Of(rule, candidate.Suites),
            MetricSource.RollingText => OfRolling(rule, candidate.Rolling),
            MetricSource.AnswerLengths => OfAnswers(rule, candidate.AnswerLengths),
            MetricSource.AnswerTexts => SimilaritySubjects.Of(rule, candidate.Similarities),
            MetricSource.Sizes => [OfSizes(candidate.Sizes)],
            MetricSource.Requests or MetricSource.AllScenarios => ScenarioSubjects.Of(rule, candidate.Scenarios),
            _ => throw new InvalidOperationException($"No subjects for {rule.Metric.Source}."),
        };
        return subjects.Count > 0 ? subjects : [new GateSubject.Missing(Everything, $"Nothing was measured for {rule.Metric.Name}.")];
    }

    /// <summary>Names that a rule selects but that were not measured.</summary>
    public static IEnumerable<GateSubject> NotFound(IReadOnlyList<string>? selected, IEnumerable<string> measured) =>
        (selected ?? []).Except(measured).Select(name => new GateSubject.Missing(name, $"{name} was not measured."));

    private static IReadOnlyList<GateSubject> OfRolling(GateRule rule, IReadOnlyList<RollingTask> tasks)
    {
        RollingTask[] selected = [.. tasks.Where(task => rule.Tasks?.Contains(task.Name) ?? true)];
        IEnumerable<GateSubject> missing = NotFound(rule.Tasks, tasks.Select(task => task.Name));
        bool isPerTask = rule.Metric == Metric.PerplexityRatio || rule.Per == GateScope.Task;
        IEnumerable<RollingTask[]> groups = isPerTask ? selected.Select(task => new[] { task }) : selected.Length > 0 ? [selected] : [];
        return [.. groups.Select(group => OfTexts(rule.Metric, group)), .. missing];
    }

    private static GateSubject OfTexts(Metric metric, RollingTask[] tasks)
    {
        string name = string.Join(" + ", tasks.Select(task => task.Name));
        if (tasks.All(task => task.Documents.Count == 0)) return new GateSubject.Missing(name, $"{name} has no documents.");
        IEstimate? estimate = metric switch
        {
            _ when metric == Metric.PerplexityRatio => RollingEstimates.PerplexityRatio(tasks[0]),
            _ when metric == Metric.Kl => RollingEstimates.Kl(tasks),
            _ when metric == Metric.Top1Agreement => RollingEstimates.Top1Agreement(tasks),
            _ => throw new InvalidOperationException($"{metric.Name} is not computed from texts."),
        };
        if (estimate is null) return new GateSubject.Missing(name, "The logits of baseline and candidate were not compared.");
        bool isPrefix = tasks.Any(task => task.IsPrefix);
        int? available = isPrefix ? null : tasks.Sum(task => task.DocumentsAvailable ?? task.Documents.Count);
        return new GateSubject.Estimated(name, estimate, Provenance.Whole with { IsPrefix = isPrefix }, available, "documents");
    }

    private static IReadOnlyList<GateSubject> OfAnswers(GateRule rule, IReadOnlyList<AnswerLengths> answers)
    {
        AnswerLengths[] selected = [.. answers.Where(answer => rule.Tasks?.Contains(answer.Task) ?? true)];
        IEnumerable<GateSubject> missing = NotFound(rule.Tasks, answers.Select(answer => answer.Task));
        IEnumerable<AnswerLengths[]> groups =
            rule.Per == GateScope.Task ? selected.Select(answer => new[] { answer }) : selected.Length > 0 ? [selected] : [];
        return [.. groups.Select(OfLengths), .. missing];
    }

    private static GateSubject OfLengths(AnswerLengths[] answers)
    {
        string name = string.Join(" + ", answers.Select(answer => answer.Task));
        if (answers.All(answer => answer.Baseline.Count == 0)) return new GateSubject.Missing(name, $"{name} has no answers.");
        bool isPrefix = answers.Any(answer => answer.IsPrefix);
        int? available = isPrefix ? null : answers.Sum(answer => answer.DocumentsAvailable ?? answer.Baseline.Count);
        return RollingEstimates.OutputTokensRatio(answers) is { } estimate
            ? new GateSubject.Estimated(name, estimate, Provenance.Whole with { IsPrefix = isPrefix }, available, "answers")
            : new GateSubject.Undefined(name, "The baseline's answers have no tokens.");
    }

    private static GateSubject OfSizes(ModelSizes? sizes) => sizes switch
    {
        null => new GateSubject.Missing(Everything, "The checkpoints' tensor bytes are not known."),
        { BaselineTensorBytes: <= 0 } => new GateSubject.Undefined(Everything, "The baseline has no tensor bytes."),
        _ => new GateSubject.Estimated(
            Everything, new ExactEstimate((double)sizes.CandidateTensorBytes / sizes.BaselineTensorBytes, 1), Provenance.Whole,
            SamplesAvailable: 1, "checkpoints"),
    };
}
