using System.Globalization;
using ModelGate.Gate.History;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;

namespace ModelGate.Gate.PullRequests;

/// <summary>What failed or could not be decided: measured number, bound, what to try; and what got better.</summary>
internal static class CommentFindings
{
    private const int MostCharacters = 600;

    public static IEnumerable<string> Lines(RunRecord record, RunComparison? comparison, CommentBudget budget)
    {
        FindingRecord[] open = [.. record.Findings.Where(finding => finding.Class != "pass")];
        FindingRecord[] shown = [.. open.Take(budget.MostItems)];
        List<string> lines = [];
        foreach (string @class in (string[])["fail", "undecided"])
        {
            FindingRecord[] ofClass = [.. shown.Where(finding => @class == "fail" == (finding.Class == "fail"))];
            if (ofClass.Length == 0) continue;
            lines.AddRange([@class == "fail" ? "### ✘ Failed" : "### ? Not decided", ""]);
            foreach (IGrouping<string, FindingRecord> group in ofClass.GroupBy(finding => finding.Advice))
            {
                lines.AddRange(group.Select(finding => $"- {Item(finding, comparison)}"));
                lines.Add("");
                if (group.Key.Length > 0) lines.AddRange([$"> {Text(group.Key)}", ""]);
            }
        }

        if (shown.Length < open.Length) lines.AddRange([$"… and {open.Length - shown.Length} more that did not pass.", ""]);
        lines.AddRange(Better(comparison, budget));
        return lines;
    }

    private static string Item(FindingRecord finding, RunComparison? comparison)
    {
        string change = comparison is null ? ""
            : comparison.New.Contains(finding) ? " **New**: did not fail in the base branch's last run."
            : comparison.StillFailing.Contains(finding) ? " Fails in the base branch's last run too."
            : comparison.NoLongerDecided.Contains(finding) ? " Passed in the base branch's last run."
            : "";
        string line = finding.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $" (line {finding.Line})") : "";
        string outcome = finding.Outcome is "failed" or "inconclusive" ? "" : $"{Text(finding.Outcome)}. ";
        return $"**{Text(finding.Candidate)}** on {Text(finding.Subject)}, gate {Text(finding.Gate)}{line}: {outcome}"
            + $"{Text(finding.Result).TrimEnd('.')}.{change}";
    }

    private static IEnumerable<string> Better(RunComparison? comparison, CommentBudget budget)
    {
        if (comparison is null || budget.MostItems == 0) yield break;
        foreach ((string title, IReadOnlyList<FindingRecord> findings) in new[]
        {
            ("Fixed since the base branch's last run", comparison.Fixed),
            ("Failed in the base branch's last run and is not asked now", comparison.NoLongerAsked),
        })
        {
            if (findings.Count == 0) continue;
            string names = string.Join("; ", findings.Take(Math.Min(budget.MostItems, 20)).Select(finding =>
                $"{Text(finding.Candidate)}, {Text(finding.Metric)} on {Text(finding.Subject)}"));
            string more = findings.Count > 20 ? $" and {findings.Count - 20} more" : "";
            yield return $"{title}: {names}{more}.";
            yield return "";
        }
    }

    private static string Text(string text) => MarkdownText.Short(text, MostCharacters);
}
