using ModelGate.Measurement;
using ModelGate.Measurement.Performance;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Gate.Gates;

/// <summary>Scenarios that a rule on latency, rate or cost is about.</summary>
internal static class ScenarioSubjects
{
    public static IReadOnlyList<GateSubject> Of(GateRule rule, IReadOnlyList<ScenarioPair> pairs)
    {
        ScenarioPair[] inMode = [.. pairs.Where(pair => pair.Candidate.Mode == rule.Mode)];
        ScenarioPair[] selected = [.. inMode.Where(pair => rule.Scenarios?.Contains(NameOf(pair)) ?? true)];
        GateSubject[] missing = [.. GateSubjects.NotFound(rule.Scenarios, inMode.Select(NameOf))];
        if (rule.Metric.Source == MetricSource.Requests) return [.. selected.Select(pair => OfOne(rule.Metric, pair)), .. missing];

        // The paper's means are over the latency use cases; a rule that names its scenarios means just those.
        ScenarioPair[] averaged =
            rule.Scenarios is null ? [.. selected.Where(pair => pair.Candidate.Scenario.Kind == ScenarioKind.Latency)] : selected;
        return averaged.Length > 0 && missing.Length == 0 ? [OfMean(rule, averaged)] : missing;
    }

    private static string NameOf(ScenarioPair pair) => pair.Candidate.Scenario.Name;

    private static GateSubject OfOne(Metric metric, ScenarioPair pair)
    {
        ScenarioRun run = pair.Candidate;
        if (run.Requests.Count == 0) return new GateSubject.Missing(NameOf(pair), "No request was measured.");
        IEstimate? estimate = metric switch
        {
            { Timing: { } timing, PercentileRank: { } rank } => ScenarioEstimates.Percentile(run, timing, rank),
            _ when metric == Metric.TokensPerSecond => ScenarioEstimates.TokensPerSecond(run),
            _ when metric == Metric.QueriesPerUsd => ScenarioEstimates.QueriesPerUsd(run),
            _ => throw new InvalidOperationException($"{metric.Name} is not computed from one scenario's requests."),
        };
        string reason = metric == Metric.QueriesPerUsd ? "The policy names no price." : "Answers of one token have no inter-token latency.";
        return estimate is null
            ? new GateSubject.Missing(NameOf(pair), reason)
            : new GateSubject.Estimated(
                NameOf(pair), estimate, Provenance.Whole with { IsEmulated = run.IsEmulated }, SamplesAvailable: null, NounOf(metric));
    }

    private static string NounOf(Metric metric) => metric.Timing == Timing.ItlGap ? "gaps" : "requests";

    private static GateSubject OfMean(GateRule rule, ScenarioPair[] pairs)
    {
        string name = string.Join(" + ", pairs.Select(NameOf));
        if (pairs.Any(pair => pair.Candidate.Requests.Count == 0 || pair.Baseline is null or { Requests.Count: 0 }))
        {
            return new GateSubject.Missing(name, "Baseline and candidate were not both timed in every scenario.");
        }

        IEstimate? estimate = rule.Metric == Metric.CostReduction
            ? ScenarioRatios.CostReduction(pairs, rule.Mean)
            : ScenarioRatios.Speedup(pairs, rule.Mean);
        bool isEmulated = pairs.Any(pair => pair.Candidate.IsEmulated || pair.Baseline!.IsEmulated);
        return estimate is null
            ? new GateSubject.Missing(name, "The policy names no price for both sides.")
            : new GateSubject.Estimated(name, estimate, Provenance.Whole with { IsEmulated = isEmulated }, null, "requests");
    }
}
