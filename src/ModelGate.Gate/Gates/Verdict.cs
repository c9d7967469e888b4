namespace ModelGate.Gate.Gates;

/// <summary>What an inconclusive verdict becomes (<c>on-inconclusive</c> in the policy).</summary>
public enum OnInconclusive
{
    /// <summary>Exit code 4, so that callers can tell.</summary>
    Report,
    Fail,
    Pass,
}

/// <summary>The findings of all rules and the one outcome that becomes the exit code.</summary>
/// <param name="Class">Of the worst finding: a fail before an undecided before a pass.</param>
/// <param name="Effective">After <c>on-inconclusive</c>.</param>
public sealed record Verdict(IReadOnlyList<Finding> Findings, OutcomeClass Class, OutcomeClass Effective)
{
    /// <summary>
    /// 0 passed, 1 failed, 4 inconclusive. Wrong policies (2) and unfinished runs (3) come before and are the run's to say.
    /// </summary>
    public int ExitCode => Effective switch
    {
        OutcomeClass.Pass => 0,
        OutcomeClass.Fail => 1,
        _ => 4,
    };

    /// <summary>Judges every rule on every candidate it is for. No I/O, no clock, no rounding.</summary>
    public static Verdict Decide(IReadOnlyList<GateRule> rules, GateInputs inputs, OnInconclusive onInconclusive = OnInconclusive.Report) =>
        Of([.. rules.SelectMany(rule => GateJudge.Judge(rule, inputs))], onInconclusive);

    /// <summary>The verdict over findings that exist already.</summary>
    public static Verdict Of(IReadOnlyList<Finding> findings, OnInconclusive onInconclusive)
    {
        OutcomeClass worst = findings.Count == 0 ? OutcomeClass.Pass : findings.Max(finding => finding.Outcome.Class);
        bool isCutShort = findings.Any(finding => finding.Outcome is Outcome.NotReached);
        OutcomeClass effective = (worst, onInconclusive) switch
        {
            // What nobody looked at cannot pass, whatever the policy makes of doubt.
            (OutcomeClass.Undecided, OnInconclusive.Pass) when isCutShort => OutcomeClass.Undecided,
            (OutcomeClass.Undecided, OnInconclusive.Fail) => OutcomeClass.Fail,
            (OutcomeClass.Undecided, OnInconclusive.Pass) => OutcomeClass.Pass,
            _ => worst,
        };
        return new(findings, worst, effective);
    }
}
