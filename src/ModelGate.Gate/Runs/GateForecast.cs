using System.Globalization;
using ModelGate.Gate.Gates;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Evaluation;

namespace ModelGate.Gate.Runs;

/// <summary>What a gate will be able to decide, told before anything runs.</summary>
/// <param name="cached">What earlier runs measured of the baseline.</param>
public sealed class GateForecast(RunPlan plan, CachedScores cached)
{
    /// <summary>Lines for people; a warning where the gate cannot decide.</summary>
    public IEnumerable<string> Of(GateRule gate)
    {
        if (gate.DecideBy == DecideBy.Estimate) return ["decides by the estimate alone: no known error"];
        if (gate.Metric == Metric.Recovery) return Recovery(gate);
        if (gate.Metric == Metric.SizeRatio) return Sizes(gate);
        return gate.Metric.PercentileRank is { } rank ? Percentile(gate, rank) : ["half-width unknown until run"];
    }

    /// <summary>With which an unchanged candidate passes on every subject of a recovery gate; 0 where none is needed.</summary>
    public double SmallestMargin(GateRule gate) => Recoveries(gate)
        .Select(subject => subject.Forecast.SmallestMargin(gate.Bound.Limit))
        .DefaultIfEmpty(0)
        .Max();

    private IEnumerable<string> Recovery(GateRule gate)
    {
        foreach ((string subject, RecoveryForecast forecast) in Recoveries(gate))
        {
            double needed = forecast.SmallestMargin(gate.Bound.Limit);
            string warning = needed > gate.Margin
                ? $"; warning: an unchanged candidate would pass only with a margin of {Percent(needed)}"
                : "";
            yield return $"{subject}: expected half-width {Percent(forecast.HalfWidth)}{warning}";
        }

        yield return $"assumes {RecoveryForecast.AssumedFlipRate * 100:F0} % of documents flip, half of them losses, "
            + $"and, where no run has measured it, a baseline score of {RecoveryForecast.AssumedScore * 100:F0} %";
    }

    private IEnumerable<(string Subject, RecoveryForecast Forecast)> Recoveries(GateRule gate)
    {
        foreach (PlannedSuite suite in plan.Suites)
        {
            SuiteMember[] members = [.. suite.Members.Where(member => IsBounded(suite, member) && IsKept(gate, suite, member))];
            if (members.Length == 0) continue;
            IEnumerable<SuiteMember[]> subjects = gate.Per == GateScope.Task ? members.Select(member => new[] { member }) : [members];
            foreach (SuiteMember[] subject in subjects)
            {
                ForecastTask[] tasks =
                [
                    .. subject.Select(member => new ForecastTask(
                        suite.TasksOf(member).Sum(task => task.Prompts.Count), BaselineScore(suite, member), member.Weight)),
                ];
                yield return (subject.Length == 1 ? subject[0].Name : suite.Name, RecoveryForecast.Of(tasks, gate.Confidence));
            }
        }
    }

    private IEnumerable<string> Sizes(GateRule gate)
    {
        foreach (PlannedCandidate candidate in plan.Candidates.Where(candidate => gate.Candidates?.Contains(candidate.Name) ?? true))
        {
            double ratio = (double)candidate.TensorBytes / plan.Baseline.TensorBytes;
            string warning = ratio > gate.Bound.Limit ? "; warning: will fail" : "";
            yield return $"{candidate.Name}: {ratio.ToString("F4", CultureInfo.InvariantCulture)}, exact{warning}";
        }
    }

    /// <summary>The largest of n samples bounds a percentile from above with confidence 1 − pⁿ.</summary>
    private IEnumerable<string> Percentile(GateRule gate, double rank)
    {
        int needed = (int)Math.Ceiling(Math.Log(1 - gate.Confidence) / Math.Log(rank / 100));
        int planned = plan.Policy.Performance?.Requests ?? 0;
        return [planned >= needed ? $"{planned} requests" : $"warning: needs at least {needed} requests, the policy has {planned}"];
    }

    private static bool IsBounded(PlannedSuite suite, SuiteMember member) => suite.TasksOf(member).Any(GateChecks.IsBounded);

    private bool IsKept(GateRule gate, PlannedSuite suite, SuiteMember member) =>
        (gate.Tasks is not { } names || names.Contains(member.Name) || names.Contains(suite.Name))
        && (gate.WhereBaselineAbove is not { } least || BaselineScore(suite, member) is not { } score || score > least);

    /// <summary>Null unless earlier runs scored all of the member's tasks.</summary>
    private double? BaselineScore(PlannedSuite suite, SuiteMember member) =>
        cached.Baseline(plan, suite, member)?.BaselineScore;

    private static string Percent(double share) => (share * 100).ToString("F2", CultureInfo.InvariantCulture) + " %";
}
