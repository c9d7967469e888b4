using System.Globalization;
using ModelGate.Measurement;

namespace ModelGate.Gate.Gates;

/// <summary>What a finding says to people.</summary>
internal static class FindingText
{
    /// <summary>
    /// Such as <c>99.41 %, 98.63 % to 100.20 % (90 % interval, 1500 documents), must be at least 99 %, margin 1 %</c>.
    /// </summary>
    public static string Comparison(GateRule rule, MeasuredValue measured, string sampleNoun)
    {
        Metric metric = rule.Metric;
        Interval interval = measured.Interval;
        double limit = rule.Bound.Limit;
        string value = MetricText.Beside(metric, measured.Value, limit);
        string spread = interval.IsExact
            ? "exact"
            : string.Create(CultureInfo.InvariantCulture,
                $"{Bound(interval.Low)} to {Bound(interval.High)} "
                + $"({interval.TwoSidedConfidence * 100:0.##} % interval, {measured.Samples} {sampleNoun})");
        string margin = rule.Margin > 0 ? $", margin {MetricText.Written(metric, rule.Margin)}" : "";
        return $"{value}, {spread}, must be {rule.Bound.Word.Replace('-', ' ')} {MetricText.Written(metric, limit)}{margin}";

        string Bound(double bound) =>
            MetricText.Beside(metric, bound, rule.Bound is Gates.Bound.AtLeast ? limit - rule.Margin : limit + rule.Margin);
    }

    /// <summary>What to try; empty for a pass.</summary>
    public static string Advice(GateRule rule, MeasuredValue? measured, Outcome outcome) => outcome switch
    {
        Outcome.Passed or Outcome.NotApplicable { Passes: true } => "",
        Outcome.Failed => OnFailure(rule.Metric),
        Outcome.NotApplicable => "Say 'if-not-applicable: pass' in the gate, or leave the task out.",
        Outcome.NoData => "Measure what the gate names, or remove the gate.",
        Outcome.NotReached => "Run the same command again, which goes on where this run stopped, or raise 'time-budget'.",
        Outcome.NotMeasuredHere => "Measure on hardware that runs the format natively.",
        Outcome.Inconclusive or Outcome.NotDecidable => WhenUndecided(rule, measured),
        _ => throw new InvalidOperationException($"No advice for {outcome.Name}."),
    };

    private static string OnFailure(Metric metric) => metric.Source switch
    {
        MetricSource.Scores or MetricSource.RollingText or MetricSource.AnswerTexts =>
            "Try a gentler recipe: SmoothQuant for INT8, GPTQ with MSE clipping and smaller groups for INT4, more or closer calibration "
            + "data, sensitive layers left in BF16 by 'ignore', or a wider format such as w8a8-fp8.",
        MetricSource.AnswerLengths => "The candidate answers longer than its baseline: look at its texts, then try a gentler recipe.",
        MetricSource.Sizes => "Try fewer bits, or larger groups, or ignore fewer layers.",
        MetricSource.Requests or MetricSource.AllScenarios =>
            "Try a format that the machine runs natively, or a cheaper or faster deployment.",
        _ => throw new InvalidOperationException($"No advice for {metric.Source}."),
    };

    private static string WhenUndecided(GateRule rule, MeasuredValue? measured)
    {
        if (measured is null) return "";
        if (measured.Provenance.IsPrefix) return "Run all documents, or a seeded sample ('sample: N') instead of a prefix.";
        if (measured.Provenance.IsUnpaired && !rule.AllowsUnpaired) return "Give the sample files of both sides.";
        bool isLeast = rule.Bound is Bound.AtLeast;
        bool isGood = isLeast ? measured.Value >= rule.Bound.Limit : measured.Value <= rule.Bound.Limit;
        double needed = isLeast ? rule.Bound.Limit - measured.Interval.Low : measured.Interval.High - rule.Bound.Limit;
        return isGood && double.IsFinite(needed)
            ? $"Add documents or tasks; these decide from a margin of {MetricText.Of(rule.Metric, RoundUp(rule.Metric, needed))}."
            : "Add documents or tasks.";
    }

    /// <summary>Up to the digits shown, so that the margin named is enough.</summary>
    private static double RoundUp(Metric metric, double margin)
    {
        double unit = metric.Unit switch
        {
            MetricUnit.Percent or MetricUnit.Ratio => 1e-4,
            _ => Math.Pow(10, Math.Floor(Math.Log10(Math.Max(margin, 1e-9))) - 2),
        };
        return Math.Ceiling(margin / unit) * unit;
    }
}
