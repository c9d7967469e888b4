using ModelGate.Gate.Records;

namespace ModelGate.GitHub.Publishing;

/// <summary>One thing to say on a line of the policy.</summary>
/// <param name="IsFailure">Else it is undecided.</param>
/// <param name="Line">From 1.</param>
internal sealed record PolicyRemark(bool IsFailure, int Line, string Title, string Message)
{
    /// <summary>Changes of the policy that nobody accepted, then what did not pass; failures before what is undecided.</summary>
    /// <param name="isAccepted">A maintainer accepted the policy's changes.</param>
    public static IReadOnlyList<PolicyRemark> Of(RunRecord record, bool isAccepted, bool isUnverified)
    {
        string mark = isUnverified ? "unverified: " : "";
        IEnumerable<PolicyChangeRecord> changes = isAccepted ? [] : record.PolicyComparison?.Changes ?? [];
        return
        [
            .. from change in changes
               where !change.IsAllowed
               select new PolicyRemark(
                   true, Math.Max(1, change.Line), $"{mark}policy change needs acceptance",
                   $"{change.Subject}: {change.Before ?? "(not there)"} → {change.After ?? "(removed)"}"),
            .. from finding in record.Findings
               where finding.Class != "pass"
               orderby finding.Class == "fail" ? 0 : 1
               let subject = finding.Subject == "all" ? "" : $" on {finding.Subject}"
               select new PolicyRemark(
                   finding.Class == "fail",
                   Math.Max(1, finding.Line),
                   $"{mark}{finding.Outcome}: {finding.Candidate}, {finding.Metric}{subject}",
                   string.Join("\n", new[] { finding.Gate, finding.Result, finding.Advice }.Where(line => line.Length > 0))),
        ];
    }
}
