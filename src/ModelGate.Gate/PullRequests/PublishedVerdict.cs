using ModelGate.Gate.Records;

namespace ModelGate.Gate.PullRequests;

public enum PublishedOutcome
{
    Passed,
    Failed,
    Inconclusive,

    /// <summary>The change loosens its own gate and nobody has accepted that.</summary>
    NeedsAcceptance,
}

/// <summary>What a pull request is told of a run, once for exit code, check run, status and comment.</summary>
/// <param name="Gates">What the gates alone say, after <c>on-inconclusive</c>.</param>
/// <param name="IsUnverified">A fork reported the run itself, so that no outcome counts as a pass.</param>
public sealed record PublishedVerdict(PublishedOutcome Outcome, PublishedOutcome Gates, bool IsUnverified)
{
    /// <summary>0 passed, 1 failed or not accepted, 4 inconclusive or unverified.</summary>
    public int ExitCode => Outcome switch
    {
        PublishedOutcome.Failed or PublishedOutcome.NeedsAcceptance => 1,
        PublishedOutcome.Passed when !IsUnverified => 0,
        _ => 4,
    };

    /// <summary>Such as <c>needs acceptance</c>.</summary>
    public string Word => WordOf(Outcome);

    /// <param name="acceptance">Null where nobody accepted the policy's changes.</param>
    public static PublishedVerdict Of(RunRecord record, PolicyAcceptance? acceptance, bool isUnverified)
    {
        // A word that this tool does not write is no pass.
        PublishedOutcome gates = record.Verdict.Effective switch
        {
            "passed" => PublishedOutcome.Passed,
            "failed" => PublishedOutcome.Failed,
            _ => PublishedOutcome.Inconclusive,
        };
        bool isOpen = record.PolicyComparison is { NeedsAcceptance: true } && acceptance is null;
        return new(isOpen ? PublishedOutcome.NeedsAcceptance : gates, gates, isUnverified);
    }

    internal static string WordOf(PublishedOutcome outcome) => outcome switch
    {
        PublishedOutcome.Passed => "passed",
        PublishedOutcome.Failed => "failed",
        PublishedOutcome.Inconclusive => "inconclusive",
        _ => "needs acceptance",
    };
}
