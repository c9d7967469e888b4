using ModelGate.Gate.Policies.Changes;
using ModelGate.Gate.Records;
using ModelGate.GitHub.Events;

namespace ModelGate.GitHub.Publishing;

/// <summary>What a record's gates say. Whether a change of the policy itself is accepted is the pull request's to say.</summary>
internal static class RecordVerdict
{
    /// <summary>
    /// A change that was not compared with its base could have loosened anything, its own workflow's <c>--base</c> included: it needs the
    /// same acceptance as one that was seen to loosen its gate.
    /// </summary>
    private static PolicyComparisonRecord NotCompared { get; } = new(
        "the base branch", null,
        [
            new(
                PolicyChangeKind.Workflow.Word, "comparison with the base branch's policy", "check --base", null, Line: 1,
                IsAllowed: false),
        ],
        []);

    /// <param name="source">What started the workflow run; null outside GitHub.</param>
    public static RunRecord OfGates(RunRecord record, WorkflowEvent? source)
    {
        PolicyComparisonRecord? comparison = record.PolicyComparison ?? (source is { IsOfChange: true } ? NotCompared : null);
        return record with
        {
            Verdict = VerdictRecord.Of(record.Findings, record.Policy.OnInconclusive),
            PolicyComparison = comparison,
        };
    }
}
