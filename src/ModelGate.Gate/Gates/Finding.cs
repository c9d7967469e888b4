using ModelGate.Measurement;

namespace ModelGate.Gate.Gates;

/// <summary>What one rule says about one candidate on one subject (a suite, a task, a scenario).</summary>
/// <param name="Subject">Name of the suite, task or scenario; <c>all</c> where the metric has only one subject.</param>
/// <param name="Measured">Null where nothing was measured.</param>
/// <param name="Outcome">The decision and what belongs to it.</param>
/// <param name="Comparison">The numbers that decided, in one line.</param>
/// <param name="Advice">What to try; empty for a pass.</param>
public sealed record Finding(
    GateRule Rule, string Candidate, string Subject, MeasuredValue? Measured, Outcome Outcome, string Comparison, string Advice);

/// <summary>The closed set of decisions.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>How the outcome counts in the verdict.</summary>
    public abstract OutcomeClass Class { get; }

    /// <summary>Stable name for records and reports.</summary>
    public abstract string Name { get; }

    /// <summary>Why nothing was decided, as sentences; null where something was.</summary>
    public string? Why => this switch
    {
        Inconclusive inconclusive => inconclusive.Reason,
        NotDecidable undecidable => undecidable.Reason,
        NotMeasuredHere elsewhere => elsewhere.Reason,
        NotReached unreached => unreached.Reason,
        NoData silent => silent.Reason,
        NotApplicable inapplicable => inapplicable.Reason,
        _ => null,
    };

    public sealed record Passed : Outcome
    {
        public override OutcomeClass Class => OutcomeClass.Pass;

        public override string Name => "passed";
    }

    /// <param name="AdjustedP">Holm-adjusted p-value among the per-task failures of one rule; null where nothing was adjusted.</param>
    public sealed record Failed(double? AdjustedP = null) : Outcome
    {
        public override OutcomeClass Class => OutcomeClass.Fail;

        public override string Name => "failed";
    }

    /// <param name="FurtherSamples">Further documents (or requests) that would likely decide; null where more do not help.</param>
    /// <param name="Reason">Full sentence.</param>
    public sealed record Inconclusive(int? FurtherSamples, string Reason) : Outcome
    {
        public override OutcomeClass Class => OutcomeClass.Undecided;

        public override string Name => "inconclusive";
    }

    /// <summary>No number of documents that the task has would decide, or the margin is below the engine's noise.</summary>
    /// <param name="FurtherSamples">More than the task has; null where no number would do.</param>
    public sealed record NotDecidable(int? FurtherSamples, string Reason) : Outcome
    {
        public override OutcomeClass Class => OutcomeClass.Undecided;

        public override string Name => "not decidable";
    }

    /// <summary>The engine only emulates the format, so that its time was not measured here.</summary>
    public sealed record NotMeasuredHere(string Reason) : Outcome
    {
        public override OutcomeClass Class => OutcomeClass.Undecided;

        public override string Name => "not measured here";
    }

    /// <summary>The policy's time budget was spent before the candidate was measured.</summary>
    public sealed record NotReached(string Reason) : Outcome
    {
        public override OutcomeClass Class => OutcomeClass.Undecided;

        public override string Name => "not reached";
    }

    /// <summary>Silence fails.</summary>
    public sealed record NoData(string Reason) : Outcome
    {
        public override OutcomeClass Class => OutcomeClass.Fail;

        public override string Name => "no data";
    }

    /// <summary>The metric is not defined here, such as recovery of a baseline that scores 0.</summary>
    /// <param name="Passes">The gate says <c>if-not-applicable: pass</c>.</param>
    public sealed record NotApplicable(string Reason, bool Passes) : Outcome
    {
        public override OutcomeClass Class => Passes ? OutcomeClass.Pass : OutcomeClass.Fail;

        public override string Name => "not applicable";
    }
}

public enum OutcomeClass
{
    Pass,
    Undecided,
    Fail,
}
