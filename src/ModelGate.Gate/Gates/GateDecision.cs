using ModelGate.Measurement;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Gate.Gates;

/// <summary>
/// The outcome of one measurement under one rule. Comparisons are exact. With limit L and margin m, at-least: passed when the estimate is
/// at
/// least L and the lower bound at least L − m; failed when the upper bound is below L; inconclusive otherwise. At-most is the mirror
/// image.
/// </summary>
internal static class GateDecision
{
    /// <param name="adjustedP">Holm-adjusted p-value of a failure, where the rule judges several tasks.</param>
    public static Outcome Of(GateRule rule, GateSubject.Estimated subject, MeasuredValue measured, double? adjustedP)
    {
        if (!double.IsFinite(measured.Value)) return new Outcome.NoData($"The measurement is {measured.Value}, not a number to compare.");
        if (measured.Provenance.IsEmulated)
        {
            return new Outcome.NotMeasuredHere("This engine only emulates the format's arithmetic, so that its time and cost say nothing.");
        }

        Oriented at = Oriented.Of(rule, measured);
        if (rule.DecideBy == DecideBy.Estimate) return at.Value >= at.Limit ? Withhold(rule, measured) ?? Passed : new Outcome.Failed();
        if (at.Value >= at.Limit && at.Low >= at.Limit - rule.Margin) return Withhold(rule, measured) ?? Passed;
        if (at.High < at.Limit)
        {
            return adjustedP is null || adjustedP <= 1 - rule.Confidence
                ? new Outcome.Failed(adjustedP)
                : new Outcome.Inconclusive(
                    null, $"It would fail alone, but not among the tasks that this gate judges together (Holm-adjusted p {adjustedP:F3}).");
        }

        return Undecided(rule, subject, at);
    }

    private static Outcome Passed { get; } = new Outcome.Passed();

    /// <summary>A pass that the data may not carry.</summary>
    private static Outcome? Withhold(GateRule rule, MeasuredValue measured)
    {
        string? reason = measured.Provenance switch
        {
            { IsPrefix: true } => "only the first documents were seen; a prefix cannot pass a gate",
            { IsUnpaired: true } when !rule.AllowsUnpaired =>
                "there are no per-document scores to pair, and the policy does not say 'unpaired: allow'",
            _ => null,
        };
        return reason is null ? null : new Outcome.Inconclusive(null, $"It would pass, but {reason}.");
    }

    private static Outcome Undecided(GateRule rule, GateSubject.Estimated subject, Oriented at)
    {
        bool isGood = at.Value >= at.Limit;
        double distance = isGood ? at.Value - (at.Limit - rule.Margin) : at.Limit - at.Value;
        double halfWidth = isGood ? at.Value - at.Low : at.High - at.Value;
        int samples = subject.Estimate.Samples;
        int? left = subject.SamplesAvailable - samples;
        if (!double.IsFinite(halfWidth) && left is null or > 0) return TooFew(rule, subject);
        int? further = FurtherSamples.Likely(distance, halfWidth, samples, rule.Confidence);
        string side = isGood ? $"the {at.LowName} bound is beyond the limit" : $"the {at.HighName} bound still reaches the limit";
        if (isGood && rule.Margin > 0) side += " minus the margin";
        string known = isGood ? $"The estimate is on the good side, but {side}." : $"The estimate is on the bad side, but {side}.";
        if (further is not { } more) return new Outcome.NotDecidable(null, $"{known} No number of {subject.SampleNoun} would decide.");
        string count = $"About {more} further {subject.SampleNoun} would likely decide";
        return left is null || left >= more
            ? new Outcome.Inconclusive(more, $"{known} {count}.")
            : new Outcome.NotDecidable(more, $"{known} {count}, but {(left <= 0 ? "all there are were seen" : $"only {left} are left")}.");
    }

    private static Outcome.Inconclusive TooFew(GateRule rule, GateSubject.Estimated subject)
    {
        int samples = subject.Estimate.Samples;
        int? further = subject.Estimate is Percentile percentile ? percentile.SamplesForUpperBound(rule.Confidence) - samples : null;
        string count = further > 0 ? $" It takes {further} more." : "";
        return new(further > 0 ? further : null, $"{samples} {subject.SampleNoun} are too few for a bound at this confidence.{count}");
    }

    /// <summary>A measurement turned so that higher is better.</summary>
    private readonly record struct Oriented(double Value, double Low, double High, double Limit, string LowName, string HighName)
    {
        public static Oriented Of(GateRule rule, MeasuredValue measured) => rule.Bound switch
        {
            Bound.AtLeast => new(measured.Value, measured.Interval.Low, measured.Interval.High, rule.Bound.Limit, "lower", "upper"),
            Bound.AtMost => new(-measured.Value, -measured.Interval.High, -measured.Interval.Low, -rule.Bound.Limit, "upper", "lower"),
            _ => throw new InvalidOperationException("A bound is at-least or at-most."),
        };
    }
}
