using ModelGate.Measurement.Accuracy.Judging;

namespace ModelGate.Measurement.Accuracy.Evaluation;

/// <summary>Why bounds that hold at every look cannot be had of a task: they need a plain mean of values from 0 to 1.</summary>
public static class RoundsObstacle
{
    /// <summary>The first reason, as a clause; null where the task may be asked in rounds.</summary>
    public static string? Of(PreparedTask task)
    {
        TaskGating gating = task.Task.Gating;
        if (Primary(task) is not { } primary) return "it is not scored";
        if (task.Options.Selection is DocumentSelection.Prefix or DocumentSelection.Shard) return "only its first documents are asked";
        if (primary.Metric is PairwiseJudge) return "a judge compares all its answers";
        if (gating.Normalise) return "its score is normalised";
        return primary is { HigherIsBetter: true, Aggregation: Aggregations.Mean }
            && (gating.Range ?? primary.Metric.Range) is { Low: 0, High: 1 }
            ? null
            : $"its {primary.Name} is not a plain mean of values from 0 to 1";
    }

    /// <summary>As <see cref="TaskResult.Primary"/> finds it.</summary>
    private static BoundMetric? Primary(PreparedTask task)
    {
        if (task.Task.Gating.PrimaryMetric is not { } key) return task.Chains.SelectMany(chain => chain.Metrics).FirstOrDefault();
        (string Key, BoundMetric Metric)[] all =
            [.. task.Chains.SelectMany(chain => chain.Metrics.Select(metric => ($"{metric.Name},{chain.Name}", metric)))];
        return all.Where(metric => metric.Key == key).Concat(all.Where(metric => metric.Metric.Name == key))
            .Select(metric => metric.Metric).FirstOrDefault();
    }
}
