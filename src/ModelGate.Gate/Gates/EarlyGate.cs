using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;

namespace ModelGate.Gate.Gates;

/// <summary>One rule's own decision about one task, asked after each round of documents.</summary>
/// <param name="Family">Most tasks that the rule judges together, so that their failures are Holm-adjusted; 1 where it judges one.</param>
internal sealed record EarlyGate(GateRule Rule, int Family)
{
    /// <summary>Whether the rule keeps the task.</summary>
    /// <param name="baseline">On all documents.</param>
    public bool IsAbout(RecoveryTask baseline) =>
        Rule.WhereBaselineAbove is not { } least || baseline.ScreenedBaselineScore > least;

    /// <summary>Passed or failed by what was seen so far; the verdict will say the same of these documents.</summary>
    public bool IsDecided(RecoveryTask seen) => Decide(seen) is Outcome.Passed or Outcome.Failed;

    /// <summary>Null where the documents so far say nothing.</summary>
    public Outcome? Decide(RecoveryTask seen)
    {
        if (ScoreSubjects.Of(Rule.Metric, seen.Name, [seen]) is not GateSubject.Estimated subject) return null;
        MeasuredValue measured = MeasuredValue.Of(Rule.Metric, subject.Estimate, Rule.Confidence, subject.Provenance);

        // The other tasks' p-values are not known yet; with all of them as small as this one Holm's adjustment is largest.
        double? adjusted = Family > 1 ? Math.Min(1, Family * GateJudge.FailureP(Rule, subject.Estimate)) : null;
        return GateDecision.Of(Rule, subject, measured, adjusted);
    }
}
