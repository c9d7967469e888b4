using System.Globalization;
using ModelGate.Gate.Gates;
using ModelGate.Measurement;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>One key of a gate in which the later form demands less than the earlier one, or something else.</summary>
internal sealed record LooserKey(string Key, string Before, string After);

/// <summary>Compares what two gates on one metric demand.</summary>
/// <param name="candidates">All that a gate without <c>for</c> is about.</param>
/// <param name="letsUndecidedPass">
/// A fail that becomes undecided passes (<c>on-inconclusive: pass</c>), so that a stricter interval is a way around the gate too.
/// </param>
internal sealed class GateStrictness(IReadOnlyList<string> candidates, bool letsUndecidedPass)
{
    /// <summary>None where whatever passes <paramref name="after"/> also passes <paramref name="before"/>.</summary>
    public IEnumerable<LooserKey> Looser(GateRule before, GateRule after)
    {
        Metric metric = before.Metric;
        bool isJudgedApart = IsJudgedApart(before);
        if (metric != after.Metric || before.Bound.Word != after.Bound.Word)
        {
            yield return new("metric", before.ToString(), after.ToString());
            yield break;
        }

        if (CandidatesOf(before).Except(CandidatesOf(after)).Any()) yield return new("for", All(before.Candidates), All(after.Candidates));
        if (before.Per != after.Per) yield return new("per", Word(before.Per), Word(after.Per));
        if (!Covers(before.Tasks, after.Tasks, isJudgedApart)) yield return new("task", All(before.Tasks), All(after.Tasks));
        if (IsNarrower(before.WhereBaselineAbove, after.WhereBaselineAbove, isJudgedApart))
        {
            yield return new("where-baseline-above", Share(before.WhereBaselineAbove), Share(after.WhereBaselineAbove));
        }

        if (!Covers(before.Scenarios, after.Scenarios, metric.Source == MetricSource.Requests))
        {
            yield return new("scenario", All(before.Scenarios), All(after.Scenarios));
        }

        if (before.Mode != after.Mode) yield return new("mode", Word(before.Mode), Word(after.Mode));
        if (before.Mean != after.Mean) yield return new("mean", Word(before.Mean), Word(after.Mean));
        if (Demand(after, 0) < Demand(before, 0))
        {
            yield return new(
                before.Bound.Word, MetricText.Written(metric, before.Bound.Limit), MetricText.Written(metric, after.Bound.Limit));
        }

        if (after.Margin > before.Margin && Demand(after, after.Margin) < Demand(before, before.Margin))
        {
            yield return new("margin", MetricText.Written(metric, before.Margin), MetricText.Written(metric, after.Margin));
        }

        if (after.Confidence < before.Confidence || (letsUndecidedPass && after.Confidence != before.Confidence))
        {
            yield return new("confidence", Share(before.Confidence), Share(after.Confidence));
        }

        if (before.DecideBy != after.DecideBy && (after.DecideBy == DecideBy.Estimate || letsUndecidedPass))
        {
            yield return new("decide-by", Word(before.DecideBy), Word(after.DecideBy));
        }

        if (after.PassesWhenNotApplicable && !before.PassesWhenNotApplicable) yield return new("if-not-applicable", "fail", "pass");
    }

    public IEnumerable<string> CandidatesOf(GateRule gate) => gate.Candidates is { } named ? candidates.Intersect(named) : candidates;

    /// <summary>Each task has a finding of its own, so that more tasks change nothing for the others.</summary>
    public bool IsJudgedApart(GateRule gate) =>
        (gate.Per == GateScope.Task || gate.Metric == Metric.PerplexityRatio)
        && !(letsUndecidedPass && gate.Per == GateScope.Task);

    /// <param name="before">Null is all.</param>
    private static bool Covers(IReadOnlyList<string>? before, IReadOnlyList<string>? after, bool isJudgedApart) => (before, after) switch
    {
        (null, null) => true,
        (_, null) => isJudgedApart,
        (null, _) => false,
        _ => isJudgedApart ? !before.Except(after).Any() : before.ToHashSet().SetEquals(after),
    };

    private static bool IsNarrower(double? before, double? after, bool isJudgedApart) =>
        isJudgedApart ? after is { } limit && !(before is { } old && limit <= old) : before != after;

    /// <summary>What must be reached, turned so that more is stricter; in the digits as written.</summary>
    private static decimal Demand(GateRule gate, double margin)
    {
        decimal limit = Decimal(gate.Bound.Limit), slack = Decimal(margin);
        return gate.Bound is Bound.AtLeast ? limit - slack : -limit - slack;
    }

    /// <summary>Beyond what a decimal holds no limit binds, and all are alike.</summary>
    private static decimal Decimal(double value) => (decimal)Math.Clamp(value, -1e15, 1e15);

    private static string All(IReadOnlyList<string>? names) => names is null ? "all" : string.Join(", ", names);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Share(double? share) =>
        share is { } value ? (value * 100).ToString("0.##########", CultureInfo.InvariantCulture) + " %" : "all";
}
