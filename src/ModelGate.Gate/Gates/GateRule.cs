using ModelGate.Measurement;
using ModelGate.Measurement.Performance;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Gates;

/// <summary>One bound on one metric, as the policy states it.</summary>
public sealed record GateRule
{
    public required Metric Metric { get; init; }

    public required Bound Bound { get; init; }

    /// <summary>
    /// Non-inferiority margin in the metric's unit, at least 0: how far beyond the limit the deciding bound may lie in a pass.
    /// </summary>
    public double Margin { get; init; }

    /// <summary>Of each one-sided bound, in (0.5, 1).</summary>
    public double Confidence { get; init; } = Interval.DefaultConfidence;

    public DecideBy DecideBy { get; init; } = DecideBy.Interval;

    public GateScope Per { get; init; } = GateScope.Suite;

    /// <summary>Keeps only tasks whose reported baseline score, in [0, 1], is above it; in a suite's mean too.</summary>
    public double? WhereBaselineAbove { get; init; }

    /// <summary>Names of candidates (<c>for:</c>); null is all.</summary>
    public IReadOnlyList<string>? Candidates { get; init; }

    /// <summary>Suites or tasks by name; null is all.</summary>
    public IReadOnlyList<string>? Tasks { get; init; }

    /// <summary>Scenarios by name; null is all.</summary>
    public IReadOnlyList<string>? Scenarios { get; init; }

    public LoadMode Mode { get; init; } = LoadMode.Synchronous;

    /// <summary>Over scenarios, for <c>cost-reduction</c> and <c>speedup</c>.</summary>
    public ScenarioMean Mean { get; init; } = ScenarioMean.Arithmetic;

    /// <summary><c>if-not-applicable: pass</c>.</summary>
    public bool PassesWhenNotApplicable { get; init; }

    /// <summary><c>unpaired: allow</c>: results without sample files may pass.</summary>
    public bool AllowsUnpaired { get; init; }

    public SourcePoint At { get; init; }

    /// <summary>The rule in one line, such as <c>recovery per task at-least 95.00 % (margin 1.00 %)</c>.</summary>
    public override string ToString()
    {
        string scope = Per == GateScope.Task ? " per task" : "";
        string margin = Margin > 0 ? $" (margin {MetricText.Of(Metric, Margin)})" : "";
        return $"{Metric.Name}{scope} {Bound.Word} {MetricText.Of(Metric, Bound.Limit)}{margin}";
    }
}

public enum DecideBy
{
    /// <summary>One-sided bounds at the gate's confidence.</summary>
    Interval,

    /// <summary>The point value alone: no known error.</summary>
    Estimate,
}

public enum GateScope
{
    /// <summary>One finding for each suite (or for all texts, all answers).</summary>
    Suite,

    /// <summary>One finding for each member of a suite, as its average counts them.</summary>
    Task,
}

/// <summary>The good side of a limit.</summary>
public abstract record Bound
{
    private Bound(double limit) => Limit = limit;

    /// <summary>In the metric's unit; percentages are fractions of 1.</summary>
    public double Limit { get; }

    /// <summary>As a policy writes it.</summary>
    public abstract string Word { get; }

    public sealed record AtLeast : Bound
    {
        public AtLeast(double limit)
            : base(limit)
        {
        }

        public override string Word => "at-least";
    }

    public sealed record AtMost : Bound
    {
        public AtMost(double limit)
            : base(limit)
        {
        }

        public override string Word => "at-most";
    }
}
