using ModelGate.Gate.Gates;
using ModelGate.Measurement;

namespace ModelGate.Gate.Tests.Gates;

public class VerdictTests
{
    private static readonly Outcome Pass = new Outcome.Passed();
    private static readonly Outcome Fail = new Outcome.Failed();
    private static readonly Outcome Open = new Outcome.Inconclusive(10, "Open.");

    [Fact]
    public void ExitCode_is_of_the_worst_finding()
    {
        Assert.Equal(0, ExitCode(OnInconclusive.Report, Pass, Pass));
        Assert.Equal(1, ExitCode(OnInconclusive.Report, Pass, Open, Fail));
        Assert.Equal(4, ExitCode(OnInconclusive.Report, Open, Pass));
        Assert.Equal(1, ExitCode(OnInconclusive.Report, new Outcome.NoData("None.")));
        Assert.Equal(4, ExitCode(OnInconclusive.Report, new Outcome.NotMeasuredHere("Emulated.")));
        Assert.Equal(4, ExitCode(OnInconclusive.Report, new Outcome.NotDecidable(null, "Never.")));
        Assert.Equal(1, ExitCode(OnInconclusive.Report, new Outcome.NotApplicable("Zero.", Passes: false)));
        Assert.Equal(0, ExitCode(OnInconclusive.Report, new Outcome.NotApplicable("Zero.", Passes: true)));
    }

    [Fact]
    public void ExitCode_of_an_inconclusive_verdict_is_what_the_policy_says()
    {
        Assert.Equal(1, ExitCode(OnInconclusive.Fail, Open, Pass));
        Assert.Equal(0, ExitCode(OnInconclusive.Pass, Open, Pass));
        Assert.Equal(1, ExitCode(OnInconclusive.Pass, Open, Fail));
        Assert.Equal(OutcomeClass.Undecided, Verdict.Of([Of(Open)], OnInconclusive.Pass).Class);
    }

    [Fact]
    public void ExitCode_of_what_was_not_reached_is_never_a_pass()
    {
        Outcome unreached = new Outcome.NotReached("Out of time.");
        Assert.Equal(4, ExitCode(OnInconclusive.Pass, unreached, Pass));
        Assert.Equal(4, ExitCode(OnInconclusive.Report, unreached));
        Assert.Equal(1, ExitCode(OnInconclusive.Fail, unreached));
        Assert.Equal(1, ExitCode(OnInconclusive.Pass, unreached, Fail));
    }

    [Fact]
    public void Decide_judges_every_rule_on_every_candidate()
    {
        GateRule rule = new() { Metric = Metric.SizeRatio, Bound = new Bound.AtMost(0.6) };
        Verdict verdict = Verdict.Decide(
            [rule, rule with { Bound = new Bound.AtMost(0.3), Candidates = ["int4"] }],
            new([new("int8") { Sizes = new(100, 55) }, new("int4") { Sizes = new(100, 31) }]));
        Assert.Equal(
            [("int8", "passed"), ("int4", "passed"), ("int4", "failed")], verdict.Findings.Select(f => (f.Candidate, f.Outcome.Name)));
        Assert.Equal(1, verdict.ExitCode);
    }

    [Fact]
    public void Beside_never_rounds_a_failing_value_to_the_limit()
    {
        Assert.Equal("98.996 %", MetricText.Beside(Metric.Recovery, 0.98996, 0.99));
        Assert.Equal("99.00 %", MetricText.Beside(Metric.Recovery, 0.99, 0.99));
        Assert.Equal("99.41 %", MetricText.Beside(Metric.Recovery, 0.99412, 0.99));
        Assert.Equal("1.05001", MetricText.Beside(Metric.PerplexityRatio, 1.05001, 1.05));
    }

    [Theory]
    [InlineData("ttft-p95", 0.0123, "12.3 ms")]
    [InlineData("ttft-p95", 1.5, "1.50 s")]
    [InlineData("queries-per-usd", 584.4, "584 queries/USD")]
    [InlineData("kl", 0.000123, "0.000123 nats")]
    [InlineData("recovery", double.PositiveInfinity, "∞")]
    public void Of_writes_the_unit(string metric, double value, string expected) =>
        Assert.Equal(expected, MetricText.Of(Metric.Find(metric)!, value));

    [Fact]
    public void Explanation_exists_for_every_metric() => Assert.All(Metric.Names, name =>
    {
        MetricExplanation explanation = MetricExplanation.Of(Metric.Find(name)!);
        Assert.All([explanation.Measures, explanation.Formula, explanation.Doubt, explanation.Source], text => Assert.NotEmpty(text));
    });

    private static int ExitCode(OnInconclusive onInconclusive, params Outcome[] outcomes) =>
        Verdict.Of([.. outcomes.Select(Of)], onInconclusive).ExitCode;

    private static Finding Of(Outcome outcome) =>
        new(new GateRule { Metric = Metric.SizeRatio, Bound = new Bound.AtMost(1) }, "int8", "all", null, outcome, "", "");
}
