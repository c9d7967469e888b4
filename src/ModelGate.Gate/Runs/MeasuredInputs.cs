using ModelGate.Gate.Gates;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Comparison;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Accuracy.Similarity;
using ModelGate.Measurement.Performance;

namespace ModelGate.Gate.Runs;

/// <summary>Puts what was measured into the form that gates judge: baseline and candidate side by side, document by document.</summary>
internal static class MeasuredInputs
{
    public static CandidateInputs Of(
        RunPlan plan, OpenModel baseline, OpenModel candidate,
        IReadOnlyDictionary<string, DivergenceResult> divergence, IReadOnlyList<ScenarioPair> scenarios)
    {
        RecoverySuite[] suites =
            [.. plan.Suites.Select(suite => SuiteOf(suite, baseline, candidate)).Where(suite => suite.Tasks.Count > 0)];
        return new(candidate.Name)
        {
            Suites = suites,
            Rolling =
            [
                .. plan.Tasks
                    .Where(task => task.Task.Output == OutputType.RollingLogLikelihood
                        && baseline.Results[task.Task.Name].Primary is not null)
                    .Select(task => RollingOf(
                        baseline.Results[task.Task.Name], candidate.Results[task.Task.Name], divergence.GetValueOrDefault(task.Task.Name))),
            ],
            AnswerLengths =
            [
                .. plan.Tasks
                    .Where(task => task.Task.Output == OutputType.GenerateUntil)
                    .Select(task => LengthsOf(candidate.BesideOf(baseline, task.Task.Name), candidate.Results[task.Task.Name])),
            ],
            Similarities =
            [
                .. plan.Tasks
                    .Where(task => task.Task.Output == OutputType.GenerateUntil && task.Task.Repeats == 1)
                    .Select(task => SimilarityOf(
                        candidate.BesideOf(baseline, task.Task.Name), candidate.Results[task.Task.Name],
                        text => baseline.Engine.Tokenizer.Encode(text, addSpecialTokens: false))),
            ],
            Sizes = new ModelSizes(baseline.Checkpoint.TensorByteCount, candidate.Checkpoint.TensorByteCount),
            Scenarios = scenarios,
            Notes =
            [
                .. from task in suites.SelectMany(suite => suite.Tasks).DistinctBy(task => task.Name)
                   where task.EarlyStop is not null
                   select $"{candidate.Name}, {task.Name}: {task.EarlyStop}.",
                .. from suite in suites
                   where suite.Tasks.Count > 1 && suite.Tasks.Any(task => task.EarlyStop is not null)
                   select $"{candidate.Name}, {suite.Name}: the mean's interval does not allow for tasks that stopped early.",
            ],
        };
    }

    /// <summary>Recovery of a task; null where its primary metric is not bounded and higher-is-better.</summary>
    public static RecoveryTask? TaskOf(TaskResult baseline, TaskResult candidate)
    {
        if (baseline.Primary is not { Range: { Low: 0, High: 1 }, HigherIsBetter: true } before
            || candidate.Primary is not { } after)
        {
            return null;
        }

        var scores = new RecoveryScores.Paired(Values(before), Values(after));
        TaskGating gating = baseline.Task.Task.Gating;
        var subtask = new RecoverySubtask(baseline.Name, scores, gating.Chance is > 0 ? gating.Chance : null, gating.Normalise)
        {
            Rounds = candidate.Rounds,
        };
        return new RecoveryTask(baseline.Name, before.Key, [subtask])
        {
            IsPrefix = baseline.IsPrefix,
            DocumentsAvailable = Available(baseline),
        };
    }

    /// <summary>A member's score of baseline and candidate; null where none of its tasks has one.</summary>
    /// <param name="tasks">Of the member, both sides on the same documents.</param>
    public static RecoveryTask? MemberOf(SuiteMember member, IEnumerable<(TaskResult Baseline, TaskResult Candidate)> tasks) =>
        member.Combine(tasks
            .Select(task => TaskOf(task.Baseline, task.Candidate))
            .OfType<RecoveryTask>()
            .ToDictionary(task => task.Name));

    private static RecoverySuite SuiteOf(PlannedSuite suite, OpenModel baseline, OpenModel candidate)
    {
        return new(suite.Name, [.. suite.Members.Select(Compared).OfType<RecoveryTask>()]);

        RecoveryTask? Compared(SuiteMember member)
        {
            string[] names = [.. suite.TasksOf(member).Select(task => task.Task.Name)];
            RecoveryTask? task = MemberOf(member, names.Select(name => (candidate.BesideOf(baseline, name), candidate.Results[name])));
            return names.Any(candidate.BaselineResults.ContainsKey)
                ? task! with { BaselineScoreOfAll = MemberOf(member, names.Select(Whole))!.BaselineScore }
                : task;
        }

        (TaskResult, TaskResult) Whole(string name) => (baseline.Results[name], baseline.Results[name]);
    }

    private static RollingTask RollingOf(TaskResult baseline, TaskResult candidate, DivergenceResult? divergence)
    {
        IReadOnlyList<SampleValue> before = baseline.Primary!.Values, after = candidate.Primary!.Values;
        var documents = new RollingDocument[before.Count];
        for (int i = 0; i < documents.Length; i++)
        {
            DocumentDivergence? compared = divergence?.Documents[i];
            documents[i] = new(
                before[i].Value, after[i].Value, before[i].Weight,
                compared?.Positions ?? 0, compared?.Divergence, compared?.Agreements);
        }

        return new RollingTask(baseline.Name, baseline.Primary.Metric, documents, baseline.IsPrefix, Available(baseline));
    }

    private static AnswerLengths LengthsOf(TaskResult baseline, TaskResult candidate) =>
        new(baseline.Name, Tokens(baseline), Tokens(candidate), baseline.IsPrefix, Available(baseline));

    private static AnswerSimilarity SimilarityOf(TaskResult baseline, TaskResult candidate, Func<string, int[]> encode) => new(
        baseline.Name, TextSimilarity.Of(baseline.AnswerTexts, candidate.AnswerTexts, encode), baseline.Primary is not null,
        baseline.IsPrefix, Available(baseline));

    private static int[] Tokens(TaskResult result) =>
        [.. result.Responses.SelectMany(response => response.Responses).OfType<ModelResponse.Answer>().Select(answer => answer.Tokens)];

    /// <summary>
    /// Values whose plain mean is the metric's weighted mean. That the weights would differ for other documents is left out of account,
    /// which makes an interval a little wide.
    /// </summary>
    private static double[] Values(MetricResult metric)
    {
        double scale = metric.Values.Count / metric.Values.Sum(value => value.Weight);
        return [.. metric.Values.Select(value => value.Value * value.Weight * scale)];
    }

    private static int? Available(TaskResult result) => result.Task.Prompts.Count < result.Task.SplitSize ? result.Task.SplitSize : null;
}
