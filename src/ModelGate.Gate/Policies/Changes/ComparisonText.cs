using System.Text;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>What <c>plan</c> says of a base.</summary>
public static class ComparisonText
{
    public static string Of(BaseComparison comparison)
    {
        StringBuilder text = new();
        text.Append($"\nCompared with {comparison.Base}\n");
        foreach (string note in comparison.Notes) text.Append($"  {note}\n");
        if (comparison.Changes.Count == 0) text.Append("  nothing that could turn a fail into a pass\n");
        foreach (PolicyChangeRecord change in comparison.Changes)
        {
            text.Append($"  {(change.IsAllowed ? "allowed" : "needs acceptance")}  {PolicyChangeText.Of(change)} ({change.Kind})\n");
        }

        if (comparison.Changes.Any(change => !change.IsAllowed)) text.Append($"  {PolicyChangeText.Remedy(comparison.Changes)}\n");
        return text.ToString();
    }
}
