using ModelGate.Gate.PullRequests;
using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters;

/// <summary>What a change does to its own gate, in sentences.</summary>
public static class PolicyChangeText
{
    private const int MostNamed = 3;

    /// <summary>Such as <c>gate on recovery for fp8: at-least 99 % → 95 %</c>.</summary>
    public static string Of(PolicyChangeRecord change)
    {
        string colon = change.Subject.Contains(": ", StringComparison.Ordinal) ? "" : ":";
        return $"{change.Subject}{colon} {change.Before ?? "not there"} → {change.After ?? "gone"}";
    }

    /// <summary>How it goes on, as a sentence.</summary>
    public static string Remedy(IEnumerable<PolicyChangeRecord> changes)
    {
        string kinds = string.Join(", ", changes.Where(change => !change.IsAllowed).Select(change => change.Kind).Distinct());
        return $"Restore what the base has; or a maintainer sets the label '{PolicyAcceptance.Label}'; "
            + $"or the base's policy lists it first: 'may-change: [{kinds}]'.";
    }

    /// <summary>The first of those that nobody accepted, for a headline.</summary>
    internal static string Summary(PolicyComparisonRecord comparison)
    {
        PolicyChangeRecord[] open = [.. comparison.Changes.Where(change => !change.IsAllowed)];
        string more = open.Length > MostNamed ? $" and {open.Length - MostNamed} more" : "";
        return $"the change loosens its own gate: {string.Join("; ", open.Take(MostNamed).Select(Of))}{more}";
    }
}
