using ModelGate.Measurement;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Gate.Gates;

/// <summary>Judges rules on inputs as a pure function.</summary>
public static class GateJudge
{
    /// <summary>One finding for each candidate and subject; never none, for silence fails.</summary>
    public static IReadOnlyList<Finding> Judge(GateRule rule, GateInputs inputs)
    {
        string[] names = [.. rule.Candidates ?? inputs.Candidates.Select(candidate => candidate.Candidate)];
        if (names.Length == 0) return [NoData(rule, "none", "all", "There is no candidate.")];
        return
        [
            .. from name in names
               let candidate = inputs.Candidates.FirstOrDefault(candidate => candidate.Candidate == name)
               from finding in candidate is null
                   ? [NoData(rule, name, "all", $"Candidate {name} was not measured.")]
                   : Judge(rule, candidate)
               select finding,
        ];
    }

    private static IEnumerable<Finding> Judge(GateRule rule, CandidateInputs candidate)
    {
        if (candidate.NotReached is { } reason)
        {
            yield return Finish(rule, candidate.Candidate, "all", null, new Outcome.NotReached(reason), "");
            yield break;
        }

        IReadOnlyList<GateSubject> subjects = GateSubjects.Of(rule, candidate);
        GateSubject.Estimated[] estimated = [.. subjects.OfType<GateSubject.Estimated>()];
        bool isFamily = rule.Per == GateScope.Task && estimated.Length > 1 && rule.DecideBy == DecideBy.Interval;
        double[] adjusted = isFamily ? Holm.Adjust([.. estimated.Select(subject => FailureP(rule, subject.Estimate))]) : [];
        int next = 0;
        foreach (GateSubject subject in subjects)
        {
            double? adjustedP = isFamily && subject is GateSubject.Estimated ? adjusted[next++] : null;
            yield return Judge(rule, candidate.Candidate, subject, adjustedP);
        }
    }

    /// <summary>p-value against "the true value is on the good side of the limit".</summary>
    internal static double FailureP(GateRule rule, IEstimate estimate) =>
        rule.Bound is Bound.AtLeast ? estimate.PValueBelow(rule.Bound.Limit) : estimate.PValueAbove(rule.Bound.Limit);

    private static Finding Judge(GateRule rule, string candidate, GateSubject subject, double? adjustedP)
    {
        if (subject is not GateSubject.Estimated estimated)
        {
            Outcome outcome = subject switch
            {
                GateSubject.Missing missing => new Outcome.NoData(missing.Reason),
                GateSubject.Undefined undefined => new Outcome.NotApplicable(undefined.Reason, rule.PassesWhenNotApplicable),
                _ => throw new InvalidOperationException("A subject is estimated, missing or undefined."),
            };
            return Finish(rule, candidate, subject.Name, null, outcome, "");
        }

        MeasuredValue measured = MeasuredValue.Of(rule.Metric, estimated.Estimate, rule.Confidence, estimated.Provenance);
        return Finish(
            rule, candidate, subject.Name, measured, GateDecision.Of(rule, estimated, measured, adjustedP),
            FindingText.Comparison(rule, measured, estimated.SampleNoun));
    }

    private static Finding NoData(GateRule rule, string candidate, string subject, string reason) =>
        Finish(rule, candidate, subject, null, new Outcome.NoData(reason), "");

    private static Finding Finish(
        GateRule rule, string candidate, string subject, MeasuredValue? measured, Outcome outcome, string comparison) =>
        new(rule, candidate, subject, measured, outcome, comparison, FindingText.Advice(rule, measured, outcome));
}
