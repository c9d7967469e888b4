using ModelGate.Gate.Gates;
using ModelGate.Measurement;

namespace ModelGate.Gate.Tests.Gates;

public class GateDecisionTests
{
    private static readonly GateRule Recovery99 = new() { Metric = Metric.Recovery, Bound = new Bound.AtLeast(0.99), Margin = 0.01 };
    private static readonly GateRule Perplexity = new() { Metric = Metric.PerplexityRatio, Bound = new Bound.AtMost(1.05) };

    [Theory]
    [InlineData(0.995, 0.981, 1.01, "passed")]
    [InlineData(0.99, 0.98, 1.00, "passed")] // both comparisons include the limit
    [InlineData(0.9899, 0.985, 0.995, "inconclusive")] // good bound, but the estimate is on the bad side
    [InlineData(0.995, 0.9799, 1.01, "inconclusive")] // good estimate, bound beyond the margin
    [InlineData(0.97, 0.96, 0.99, "inconclusive")] // the upper bound touches the limit
    [InlineData(0.97, 0.96, 0.9899, "failed")]
    [InlineData(0.985, 0.981, 0.9899, "failed")] // wholly within the margin is still below the limit
    public void Of_at_least_with_a_margin(double value, double low, double high, string expected) =>
        Assert.Equal(expected, Decide(Recovery99, new(value, low, high)).Name);

    [Theory]
    [InlineData(1.0, 0.99, 1.01, "passed")]
    [InlineData(0.992, 0.985, 1.0, "inconclusive")]
    [InlineData(0.99, 0.985, 1.0, "not decidable")] // on the limit itself
    public void Of_at_least_without_a_margin_needs_the_bound(double value, double low, double high, string expected) =>
        Assert.Equal(expected, Decide(Recovery99 with { Margin = 0 }, new(value, low, high)).Name);

    [Theory]
    [InlineData(1.02, 1.00, 1.05, 0.0, "passed")]
    [InlineData(1.02, 1.00, 1.06, 0.0, "inconclusive")]
    [InlineData(1.02, 1.00, 1.06, 0.02, "passed")]
    [InlineData(1.06, 1.05, 1.07, 0.0, "inconclusive")]
    [InlineData(1.06, 1.051, 1.07, 0.02, "failed")]
    public void Of_at_most_is_the_mirror_image(double value, double low, double high, double margin, string expected) =>
        Assert.Equal(expected, Decide(Perplexity with { Margin = margin }, new(value, low, high)).Name);

    [Fact]
    public void Of_a_prefix_withholds_a_pass_and_keeps_a_fail()
    {
        Provenance prefix = Provenance.Whole with { IsPrefix = true };
        Assert.Equal(OutcomeClass.Undecided, Decide(Recovery99, new(1, 0.999, 1.001), prefix).Class);
        Assert.Equal(OutcomeClass.Fail, Decide(Recovery99, new(0.9, 0.89, 0.91), prefix).Class);
        Assert.Equal(OutcomeClass.Undecided, Decide(Recovery99 with { DecideBy = DecideBy.Estimate }, new(1, 0.9, 1.1), prefix).Class);
    }

    [Fact]
    public void Of_unpaired_data_passes_only_where_the_policy_allows_it()
    {
        Provenance unpaired = Provenance.Whole with { IsUnpaired = true };
        Assert.Equal(OutcomeClass.Undecided, Decide(Recovery99, new(1, 0.999, 1.001), unpaired).Class);
        Assert.Equal(OutcomeClass.Pass, Decide(Recovery99 with { AllowsUnpaired = true }, new(1, 0.999, 1.001), unpaired).Class);
        Assert.Equal(OutcomeClass.Fail, Decide(Recovery99, new(0.9, 0.89, 0.91), unpaired).Class);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2.0)]
    public void Of_an_emulated_time_is_not_measured_here_whatever_it_is(double seconds)
    {
        GateRule rule = new() { Metric = Metric.Find("ttft-p95")!, Bound = new Bound.AtMost(1) };
        Outcome outcome = Decide(rule, new(seconds, seconds, seconds), Provenance.Whole with { IsEmulated = true });
        Assert.IsType<Outcome.NotMeasuredHere>(outcome);
        Assert.Equal(OutcomeClass.Undecided, outcome.Class);
    }

    [Theory]
    [InlineData(0.99, "passed")]
    [InlineData(0.98999, "failed")]
    public void Of_decide_by_estimate_compares_the_point_value(double value, string expected) =>
        Assert.Equal(expected, Decide(Recovery99 with { DecideBy = DecideBy.Estimate }, new(value, 0, 2)).Name);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Of_a_measurement_that_is_no_number_fails(double value) =>
        Assert.Equal(OutcomeClass.Fail, Decide(Perplexity, new(value, double.NegativeInfinity, double.PositiveInfinity)).Class);

    [Fact]
    public void Of_an_undecided_gate_counts_further_documents_or_says_that_there_are_none()
    {
        FixedEstimate near = new(0.992, 0.975, 1.009, Samples: 400);
        Outcome.Inconclusive more = Assert.IsType<Outcome.Inconclusive>(Decide(Recovery99, near, available: null));
        Assert.InRange(more.FurtherSamples!.Value, 200, 4000);
        Assert.IsType<Outcome.Inconclusive>(Decide(Recovery99, near, available: 400 + more.FurtherSamples));
        Outcome.NotDecidable none = Assert.IsType<Outcome.NotDecidable>(Decide(Recovery99, near, available: 400));
        Assert.Equal(more.FurtherSamples, none.FurtherSamples);
        Assert.Equal(OutcomeClass.Undecided, none.Class);
        Assert.IsType<Outcome.NotDecidable>(Decide(Recovery99 with { Margin = 0 }, near with { Value = 0.99 }, available: null));
    }

    [Fact]
    public void Of_a_failure_that_does_not_survive_holm_is_inconclusive()
    {
        FixedEstimate bad = new(0.9, 0.85, 0.98);
        Assert.IsType<Outcome.Failed>(Decide(Recovery99, bad, adjustedP: 0.05));
        Assert.IsType<Outcome.Inconclusive>(Decide(Recovery99, bad, adjustedP: 0.051));
    }

    private static Outcome Decide(
        GateRule rule, FixedEstimate estimate, Provenance? provenance = null, double? adjustedP = null, int? available = null)
    {
        Provenance qualified = provenance ?? Provenance.Whole;
        GateSubject.Estimated subject = new("s", estimate, qualified, available, "documents");
        return GateDecision.Of(rule, subject, MeasuredValue.Of(rule.Metric, estimate, rule.Confidence, qualified), adjustedP);
    }
}
