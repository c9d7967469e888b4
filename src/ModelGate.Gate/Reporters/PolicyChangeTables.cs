using System.Globalization;
using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters;

/// <summary>The Markdown section on what a change does to its own gate.</summary>
internal static class PolicyChangeTables
{
    public static IEnumerable<string> Of(RunRecord record, ReportView view)
    {
        if (record.PolicyComparison is not { } comparison || view.Changes.Count == 0) yield break;
        yield return "## Changes of the gate itself";
        yield return "";
        if (comparison.NeedsAcceptance)
        {
            yield return MarkdownText.Escape(PolicyChangeText.Remedy(comparison.Changes));
            yield return "";
        }

        yield return "| what could turn a fail into a pass | base | this change | line |  |";
        yield return "|---|---|---|---|---|";
        foreach (PolicyChangeRecord change in view.Changes)
        {
            string[] cells = [change.Subject, change.Before ?? "not there", change.After ?? "gone"];
            yield return $"| {string.Join(" | ", cells.Select(MarkdownText.Escape))} | "
                + $"{change.Line.ToString(CultureInfo.InvariantCulture)} | "
                + $"{(change.IsAllowed ? $"allowed: {MarkdownText.Escape(change.Kind)}" : $"✘ **{MarkdownText.Escape(change.Kind)}**")} |";
        }

        yield return "";
        yield return $"Compared with {MarkdownText.Escape(comparison.Base)}. {MarkdownText.Escape(InBase(comparison, view))}";
        yield return "";
    }

    /// <summary>What the base's gates say of the same numbers, as a sentence.</summary>
    private static string InBase(PolicyComparisonRecord comparison, ReportView view)
    {
        if (comparison.Findings.Count == 0) return "The base has no gate that could be asked.";
        if (view.OpenInBase.Count == 0) return "By the base's gates the same numbers pass.";
        IEnumerable<string> open = view.OpenInBase.Select(finding =>
            $"{finding.Outcome}: {finding.Candidate}, {finding.Gate} on {finding.Subject}");
        return $"By the base's gates: {string.Join("; ", open)}.";
    }
}
