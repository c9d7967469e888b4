using ModelGate.Gate.Records;

namespace ModelGate.Gate.Gates;

/// <summary>Codes of gates that did not pass, for surfaces that show diagnostics. A code never changes its meaning.</summary>
public static class GateCodes
{
    public const string Failed = "QG0711";

    public const string Inconclusive = "QG0712";

    public const string NotDecidable = "QG0713";

    public const string NotMeasuredHere = "QG0714";

    public const string NoData = "QG0715";

    public const string NotApplicable = "QG0716";

    /// <summary>A change that could turn a fail into a pass, and that the base's policy does not allow.</summary>
    public const string Loosened = "QG0717";

    /// <summary>The time budget was spent before the candidate was measured.</summary>
    public const string NotReached = "QG0718";

    /// <summary>The code of a finding that is no pass.</summary>
    /// <exception cref="ArgumentException">The finding passed, or its outcome is none that this version knows.</exception>
    public static string Of(FindingRecord finding) => (finding.Class, finding.Outcome) switch
    {
        ("pass", _) => throw new ArgumentException($"'{finding.Gate}' passed.", nameof(finding)),
        (_, "failed") => Failed,
        (_, "inconclusive") => Inconclusive,
        (_, "not decidable") => NotDecidable,
        (_, "not measured here") => NotMeasuredHere,
        (_, "not reached") => NotReached,
        (_, "no data") => NoData,
        (_, "not applicable") => NotApplicable,
        _ => throw new ArgumentException($"No code for the outcome '{finding.Outcome}'.", nameof(finding)),
    };
}
