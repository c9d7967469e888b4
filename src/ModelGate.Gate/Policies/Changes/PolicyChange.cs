using ModelGate.Gate.Records;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>One thing that could turn a fail into a pass.</summary>
/// <param name="Subject">Such as <c>gate on recovery for fp8: at-least</c>, or a file.</param>
/// <param name="Before">Null where it was not there.</param>
/// <param name="After">Null where it is gone.</param>
/// <param name="BaseLine">In the base's policy, for the order; null for what is only in the change or in another file.</param>
/// <param name="HeadLine">In the changed policy; null where nothing is left of it there.</param>
public sealed record PolicyChange(
    PolicyChangeKind Kind, string Subject, string? Before, string? After, int? BaseLine = null, int? HeadLine = null)
{
    internal PolicyChangeRecord ToRecord(IReadOnlyList<PolicyChangeKind> allowed) =>
        new(Kind.Word, Subject, Before, After, HeadLine ?? BaseLine ?? 1, allowed.Contains(Kind));
}
