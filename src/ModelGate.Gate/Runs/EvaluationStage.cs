using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Comparison;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Models.Engines;

namespace ModelGate.Gate.Runs;

/// <summary>
/// Asks models the plan's questions, and compares their distributions on the rolling tasks' texts. Whatever is in the work folder is not
/// asked again.
/// </summary>
public sealed class EvaluationStage(WorkFolder work, IRunProgress progress, TimeProvider clock)
{
    public void Evaluate(OpenModel model, IReadOnlyList<PreparedTask> tasks, CancellationToken cancel)
    {
        var evaluator = new Evaluator(model.Engine);
        foreach (PreparedTask task in tasks)
        {
            ScoreJournal journal = CachedScores.Journal(work, model.ContentHash, model.Engine.Identity, task);
            progress.Begin($"{model.Name}: {task.Task.Name}");
            (PrefixReuse before, long start) = (model.Engine.PrefixReuse, clock.GetTimestamp());
            TaskResult result = evaluator.Evaluate(task, journal, new Forward(progress, task.RequestCount), cancel);
            EvaluationEffort effort = new(
                journal.RecordedDocuments, clock.GetElapsedTime(start).TotalSeconds, model.Engine.PrefixReuse.Minus(before));
            model.Results[result.Name] = result;
            model.Effort = model.Effort.Plus(effort);
            string score = result.Primary is { } primary
                ? $"{primary.Metric} {primary.Value.ToString("F4", CultureInfo.InvariantCulture)} on {task.Prompts.Count} documents"
                : $"{task.Prompts.Count} answers";
            if (result.Primary is { Undecided: > 0 and var undecided }) score += $", {undecided} not decided";
            if (result.Judgments is { Unscored: > 0 } judged) score += $", {judged.UnscoredText}";
            progress.End(effort.Documents == 0 ? $"{score}, from an earlier run" : $"{score}, {effort}");
        }
    }

    /// <summary>KL divergence and top-1 agreement, by task.</summary>
    public IReadOnlyDictionary<string, DivergenceResult> Compare(
        OpenModel baseline, OpenModel candidate, IReadOnlyList<PreparedTask> tasks, CancellationToken cancel)
    {
        Dictionary<string, DivergenceResult> results = [];
        foreach (PreparedTask task in tasks.Where(task => task.Task.Output == OutputType.RollingLogLikelihood))
        {
            string file = work.Comparison(WorkFolder.Key(
                CachedScores.KeyOf(baseline.ContentHash, baseline.Engine.Identity, task),
                CachedScores.KeyOf(candidate.ContentHash, candidate.Engine.Identity, task)));
            progress.Begin($"{candidate.Name}: divergence on {task.Task.Name}");
            DivergenceResult? earlier = WorkFolder.TryRead(file, DivergenceJsonContext.Default.DivergenceResult);
            DivergenceResult result = earlier ?? Compare(baseline, candidate, task, cancel);
            if (earlier is null) WorkFolder.Write(file, JsonSerializer.Serialize(result, DivergenceJsonContext.Default.DivergenceResult));
            results[task.Task.Name] = result;
            string found = $"KL {result.MeanDivergence.ToString("G3", CultureInfo.InvariantCulture)} nats "
                + $"over {result.Positions} positions";
            progress.End(earlier is null ? found : $"{found}, from an earlier run");
        }

        return results;
    }

    private DivergenceResult Compare(OpenModel baseline, OpenModel candidate, PreparedTask task, CancellationToken cancel) =>
        new LogitComparison(baseline.Engine, candidate.Engine).Compare(task, new ForwardCount(progress, task.Prompts.Count), cancel);

    private sealed class Forward(IRunProgress progress, int requests) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) =>
            progress.Advance((double)value.Finished / Math.Max(1, requests), $"{value.Finished} of {requests} requests");
    }

    private sealed class ForwardCount(IRunProgress progress, int total) : IProgress<int>
    {
        public void Report(int value) => progress.Advance((double)value / Math.Max(1, total), $"{value} of {total} texts");
    }
}

[JsonSerializable(typeof(DivergenceResult))]
internal sealed partial class DivergenceJsonContext : JsonSerializerContext;
