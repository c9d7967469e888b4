using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Accuracy;

/// <summary>What a plan knows of one task before it runs.</summary>
/// <param name="Documents">Documents that will be scored, at least 1.</param>
/// <param name="BaselineScore">From cached scores; null assumes <see cref="RecoveryForecast.AssumedScore"/>.</param>
/// <param name="Weight">Relative weight in the suite's average.</param>
public sealed record ForecastTask(int Documents, double? BaselineScore = null, double Weight = 1);

/// <summary>
/// Expected doubt of recovery: the interval of a made-up result in which 5 % of the documents flip, half of them losses, so that the
/// recovery is 100 %. With cached scores of both sides, ask <see cref="Recovery"/> instead.
/// </summary>
/// <param name="Interval">Around 1.</param>
public sealed record RecoveryForecast(Interval Interval)
{
    public const double AssumedFlipRate = 0.05;
    public const double AssumedLossShare = 0.5;
    public const double AssumedScore = 0.6;

    public double HalfWidth => Interval.HalfWidth;

    /// <summary>
    /// Smallest margin with which an unchanged candidate would pass "at least <paramref name="limit"/>"; 0 where none is needed.
    /// </summary>
    public double SmallestMargin(double limit) => Math.Max(0, limit - Interval.Low);

    /// <param name="tasks">Members of one average; at least one.</param>
    public static RecoveryForecast Of(IReadOnlyList<ForecastTask> tasks, double confidence = Interval.DefaultConfidence) =>
        new(new RecoveryOfFlips(tasks.Select(task => Assume(task, task.Weight / tasks.Sum(other => other.Weight)))).Bounds(confidence));

    private static RecoveryStratum Assume(ForecastTask task, double share)
    {
        int right = Math.Clamp((int)Math.Round(task.Documents * (task.BaselineScore ?? AssumedScore)), 1, task.Documents);
        int losses = (int)Math.Round(task.Documents * AssumedFlipRate * AssumedLossShare);
        losses = Math.Min(losses, Math.Min(right, task.Documents - right));
        return new(share / task.Documents, task.Documents, right, losses, losses);
    }
}
