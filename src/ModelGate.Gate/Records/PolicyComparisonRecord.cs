using System.Text.Json.Serialization;

namespace ModelGate.Gate.Records;

/// <summary>What a change does to the policy of its base branch, so that it cannot loosen its own gate unseen.</summary>
/// <param name="Base">What was compared with: a commit or a folder.</param>
/// <param name="BaseSha256">Of the base's policy file; null where the base has none.</param>
/// <param name="Changes">Those that could turn a fail into a pass, in the order of the base's policy.</param>
/// <param name="Findings">The base policy's gates on what this run measured; shown, while <paramref name="Changes"/> decide.</param>
public sealed record PolicyComparisonRecord(
    string Base, string? BaseSha256, IReadOnlyList<PolicyChangeRecord> Changes, IReadOnlyList<FindingRecord> Findings)
{
    /// <summary>A change is left that the base policy's <c>may-change</c> does not cover.</summary>
    [JsonIgnore]
    public bool NeedsAcceptance => Changes.Any(change => !change.IsAllowed);
}

/// <param name="Kind">The word for <c>may-change</c>, such as <c>gates</c> or <c>lock-file</c>.</param>
/// <param name="Subject">Such as <c>gate on recovery for fp8: margin</c>, or a file.</param>
/// <param name="Before">In the base; null where it was not there.</param>
/// <param name="After">In the change; null where it is gone.</param>
/// <param name="Line">In the changed policy; the line of the removed part in the base's where nothing is left; 1 for other files.</param>
/// <param name="IsAllowed">The base policy's <c>may-change</c> lists the kind.</param>
public sealed record PolicyChangeRecord(string Kind, string Subject, string? Before, string? After, int Line, bool IsAllowed);
