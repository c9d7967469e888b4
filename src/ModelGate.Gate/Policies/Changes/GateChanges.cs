using ModelGate.Gate.Gates;
using ModelGate.Measurement;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>
/// Gates of the base that nothing in the change replaces at full strength. A gate may be split, merged or moved: what counts is that each
/// part of what it judged is still judged at least as strictly by some gate.
/// </summary>
internal sealed class GateChanges
{
    private readonly IReadOnlyList<GateRule> before;
    private readonly IReadOnlyList<GateRule> after;
    private readonly GateStrictness strictness;

    public GateChanges(Policy before, Policy after)
    {
        string[] gone = [.. Names(before).Except(Names(after))];
        strictness = new([.. Names(before).Union(Names(after)).Except(gone)], before.OnInconclusive == OnInconclusive.Pass);

        // A change of the policy's own confidence is one change, and not one of each gate.
        this.before =
        [
            .. before.Gates.Select(gate => gate.Confidence == before.Confidence ? gate with { Confidence = after.Confidence } : gate),
        ];
        this.after = after.Gates;
    }

    public IEnumerable<PolicyChange> Find()
    {
        Dictionary<GateRule, GateRule> partners = Partners();
        foreach (GateRule gate in before.Where(gate => Parts(gate).Any(part => !IsCovered(part))))
        {
            string subject = SubjectOf(gate);
            if (!partners.TryGetValue(gate, out GateRule? partner))
            {
                yield return new(PolicyChangeKind.Gates, subject, Demand(gate), null, gate.At.Line);
                continue;
            }

            LooserKey[] looser = [.. strictness.Looser(gate, partner)];
            if (looser.Length == 0) looser = [new("split", gate.ToString(), partner.ToString())];
            foreach (LooserKey key in looser)
            {
                yield return new(
                    PolicyChangeKind.Gates, $"{subject}: {key.Key}", key.Before, key.After, gate.At.Line, partner.At.Line);
            }
        }
    }

    private static IEnumerable<string> Names(Policy policy) => policy.Candidates.Select(candidate => candidate.Name);

    private bool IsCovered(GateRule part) => after.Any(gate => gate.Metric == part.Metric && !strictness.Looser(part, gate).Any());

    /// <summary>The gate for one candidate, and one task or scenario where these are judged apart.</summary>
    private IEnumerable<GateRule> Parts(GateRule gate) =>
        from candidate in strictness.CandidatesOf(gate)
        from tasks in Single(gate.Tasks, strictness.IsJudgedApart(gate))
        from scenarios in Single(gate.Scenarios, gate.Metric.Source == MetricSource.Requests)
        select gate with { Candidates = [candidate], Tasks = tasks, Scenarios = scenarios };

    private static IEnumerable<IReadOnlyList<string>?> Single(IReadOnlyList<string>? names, bool isJudgedApart) =>
        names is null || !isJudgedApart ? [names] : names.Select(name => (IReadOnlyList<string>?)[name]);

    /// <summary>For messages: each gate with the one it most likely became, the most alike first.</summary>
    private Dictionary<GateRule, GateRule> Partners()
    {
        var pairs =
            from old in before
            from now in after
            where old.Metric == now.Metric
            let likeness = Likeness(old, now)
            orderby likeness descending
            select (Old: old, Now: now);
        Dictionary<GateRule, GateRule> partners = new(ReferenceEqualityComparer.Instance);
        HashSet<GateRule> taken = new(ReferenceEqualityComparer.Instance);
        foreach ((GateRule old, GateRule now) in pairs)
        {
            if (partners.ContainsKey(old) || taken.Contains(now)) continue;
            partners.Add(old, now);
            taken.Add(now);
        }

        return partners;
    }

    /// <summary>Scope weighs more than bounds, for a gate keeps its scope when its bound is moved.</summary>
    private static int Likeness(GateRule a, GateRule b) =>
        (8 * Same(a.Candidates, b.Candidates)) + (4 * Same(a.Tasks, b.Tasks)) + (4 * Same(a.Scenarios, b.Scenarios))
        + (a.Per == b.Per ? 8 : 0) + (a.WhereBaselineAbove == b.WhereBaselineAbove ? 2 : 0)
        + (a.Bound.Limit == b.Bound.Limit ? 2 : 0) + (a.Margin == b.Margin ? 1 : 0) + (a.Mean == b.Mean ? 1 : 0);

    /// <summary>2 for the same names, 1 for some in common, 0 for none.</summary>
    private static int Same(IReadOnlyList<string>? a, IReadOnlyList<string>? b) => (a, b) switch
    {
        (null, null) => 2,
        (null, _) or (_, null) => 1,
        _ => a.ToHashSet().SetEquals(b) ? 2 : a.Intersect(b).Any() ? 1 : 0,
    };

    private static string SubjectOf(GateRule gate) =>
        $"gate on {gate.Metric.Name}{(gate.Per == GateScope.Task ? " per task" : "")}"
        + $"{Scope(" for ", gate.Candidates)}{Scope(" on ", gate.Tasks)}{Scope(" in ", gate.Scenarios)}";

    private static string Scope(string word, IReadOnlyList<string>? names) => names is null ? "" : word + string.Join(", ", names);

    private static string Demand(GateRule gate) =>
        $"{gate.Bound.Word} {MetricText.Written(gate.Metric, gate.Bound.Limit)}"
        + (gate.Margin > 0 ? $", margin {MetricText.Written(gate.Metric, gate.Margin)}" : "");
}
