using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Models.Engines;

namespace ModelGate.Gate.Runs;

/// <summary>Scores that an earlier run left complete in the work folder; no model is asked.</summary>
/// <param name="identity">Of the engine that a run would use.</param>
public sealed class CachedScores(WorkFolder work, EngineIdentity identity)
{
    /// <summary>The task's result on this model, or null where any document is missing. No program is run and no judge asked.</summary>
    public TaskResult? Find(string contentHash, PreparedTask task) =>
        task.Task.Metrics.Any(metric => metric.Implementation.Name is PairwiseJudge.MetricName
            || metric.Implementation.Name.StartsWith("pass@", StringComparison.Ordinal))
            ? null
            : Evaluator.FromJournal(task, Journal(work, contentHash, identity, task));

    /// <summary>The baseline against itself; null where any of the member's tasks was not scored before, or none takes part.</summary>
    internal RecoveryTask? Baseline(RunPlan plan, PlannedSuite suite, SuiteMember member)
    {
        Dictionary<string, RecoveryTask> scored = [];
        foreach (PreparedTask task in suite.TasksOf(member))
        {
            if (Find(plan.Baseline.ContentHash, task) is not { } result) return null;
            if (MeasuredInputs.TaskOf(result, result) is { } self) scored[self.Name] = self;
        }

        return member.Combine(scored);
    }

    /// <summary>Where one model's responses to one task are kept.</summary>
    internal static ScoreJournal Journal(WorkFolder work, string contentHash, EngineIdentity identity, PreparedTask task) =>
        new(work.Scores(KeyOf(contentHash, identity, task)));

    /// <summary>Names one model's responses to one task by everything that decides them.</summary>
    internal static string KeyOf(string contentHash, EngineIdentity identity, PreparedTask task) => WorkFolder.Key(
        contentHash, identity.Engine, identity.KernelVersion, identity.Precision, identity.DeviceClass, task.AskedFingerprint);
}
