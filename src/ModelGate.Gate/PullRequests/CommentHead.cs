using System.Globalization;
using ModelGate.Gate.History;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;

namespace ModelGate.Gate.PullRequests;

/// <summary>The first line and what belongs to it: the verdict, or what the change loosened and how to go on.</summary>
internal static class CommentHead
{
    /// <summary>Policy changes named in the first line.</summary>
    private const int MostNamed = 3;

    /// <summary>Characters of one foreign text.</summary>
    private const int MostCharacters = 120;

    public static IEnumerable<string> Lines(CommentContent content, RunComparison? comparison, CommentBudget budget)
    {
        var verdict = PublishedVerdict.Of(content.Record, content.Acceptance, content.IsUnverified);
        return
        [
            $"## {Mark(verdict)} ModelGate {FirstLine(content, verdict)}", "",
            .. content.IsUnverified ? Unverified : [],
            .. content.Record.PolicyComparison is { Changes.Count: > 0 } policy ? Policy(content, policy, budget) : [],
            .. comparison is null ? [] : Compared(comparison),
        ];
    }

    private static IEnumerable<string> Unverified =>
    [
        "The fork's own workflow reports these numbers; nothing of this repository has measured them. They are the author's word: have a "
        + "trusted runner check the change before it is merged.",
        "",
    ];

    private static string FirstLine(CommentContent content, PublishedVerdict verdict)
    {
        string gates = MarkdownText.Short(ReportView.Of(content.Record).Headline, 400);
        PolicyChangeRecord[] loosened = [.. (content.Record.PolicyComparison?.Changes ?? []).Where(change => !change.IsAllowed)];
        string changes = string.Join("; ", loosened.Take(MostNamed).Select(Named))
            + (loosened.Length > MostNamed ? $" and {loosened.Length - MostNamed} more" : "");
        string unverified = verdict.IsUnverified ? "UNVERIFIED, reported by a fork: " : "";
        return (loosened.Length, content.Acceptance) switch
        {
            (> 0, null) => $"{unverified}NEEDS ACCEPTANCE: this change loosens its own gate: {changes}. By its own policy: {gates}",
            (> 0, { } by) => $"{unverified}{gates}. Policy change accepted by {Login(by)} on {Time(by.At)}: {changes}",
            _ => unverified + gates,
        };
    }

    private static IEnumerable<string> Policy(CommentContent content, PolicyComparisonRecord policy, CommentBudget budget)
    {
        if (policy.NeedsAcceptance)
        {
            yield return content.Acceptance is { } by
                ? $"**{Login(by)}** accepted the policy change with the label `{PolicyAcceptance.Label}` on {Time(by.At)}: the gates below "
                    + "decide."
                : $"**To go on**, restore the base branch's policy, or have a maintainer set the label `{PolicyAcceptance.Label}`: then "
                    + "the gates below decide.";
            yield return "";
        }

        if (content.LooseningAttempts > 0)
        {
            yield return $"Runs of this pull request that needed an acceptance, this one included: {content.LooseningAttempts}.";
            yield return "";
        }

        PolicyChangeRecord[] shown = [.. policy.Changes.OrderBy(change => change.IsAllowed).Take(budget.MostItems)];
        if (shown.Length > 0)
        {
            string file = MarkdownText.Short(content.Record.Policy.File, MostCharacters);
            yield return "| what could turn a fail into a pass | base branch | this change | line |  |";
            yield return "|---|---|---|---|---|";
            foreach (PolicyChangeRecord change in shown)
            {
                string line = change.Line > 0 ? change.Line.ToString(CultureInfo.InvariantCulture) : "";
                yield return $"| {Text(change.Subject)} | {Text(change.Before ?? "not there")} | {Text(change.After ?? "gone")} | {line} | "
                    + $"{(change.IsAllowed ? $"allowed by `may-change: {Word(change.Kind)}`" : "**needs acceptance**")} |";
            }

            yield return "";
            yield return $"<sub>Compared with {Text(policy.Base)}; lines are of {file}, or of the base's where nothing is left.</sub>";
            yield return "";
        }

        foreach (string line in BaseGates(policy, budget)) yield return line;
    }

    /// <summary>How the base branch's gates would have judged the same numbers.</summary>
    private static IEnumerable<string> BaseGates(PolicyComparisonRecord policy, CommentBudget budget)
    {
        if (policy.Findings.Count == 0) return [];
        FindingRecord[] open = [.. policy.Findings.Where(finding => finding.Class != "pass")];
        int failed = open.Count(finding => finding.Class == "fail");
        string summary = $"By the base branch's policy: {failed} failed, {open.Length - failed} undecided, "
            + $"{policy.Findings.Count - open.Length} passed.";
        return open.Length == 0 || budget.MostItems == 0
            ? [summary, ""]
            :
            [
                $"<details><summary>{summary}</summary>", "",
                .. MarkdownTables.Findings(open.Take(budget.MostItems), hasAdvice: false),
                "</details>", "",
            ];
    }

    private static IEnumerable<string> Compared(RunComparison comparison)
    {
        if (comparison.IsSamePlan) return ["The base branch's last run had the same plan: models, recipes, tasks and documents.", ""];
        List<string> parts = [];
        void Add(int count, string words)
        {
            if (count > 0) parts.Add($"{count} {words}");
        }

        Add(comparison.New.Count, comparison.New.Count == 1 ? "new failure" : "new failures");
        Add(comparison.StillFailing.Count, "still failing");
        Add(comparison.Fixed.Count, "fixed");
        Add(comparison.NoLongerDecided.Count, "passed then and undecided now");
        Add(comparison.NoLongerAsked.Count, "failed then and not asked now");
        string outcome = parts.Count == 0 ? "no gate fails anew, none is fixed" : string.Join(", ", parts);
        string obstacles = comparison.Obstacles.Count == 0
            ? ""
            : $" Some numbers cannot be compared: {string.Join("; ", comparison.Obstacles.Select(why => Text(why)))}.";
        return [$"Compared with the base branch's last run: {outcome}.{obstacles}", ""];
    }

    private static string Named(PolicyChangeRecord change) =>
        $"{Text(change.Subject)} ({Text(change.Before ?? "not there")} → {Text(change.After ?? "gone")})";

    private static string Mark(PublishedVerdict verdict) => verdict.Outcome switch
    {
        PublishedOutcome.Failed or PublishedOutcome.NeedsAcceptance => "✘",
        PublishedOutcome.Passed when !verdict.IsUnverified => "✔",
        _ => "?",
    };

    private static string Login(PolicyAcceptance acceptance) => MarkdownText.Short(acceptance.Login, MostCharacters);

    private static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Text(string text) => MarkdownText.Short(text, MostCharacters);

    /// <summary>For a code span: a kind is a word of the policy.</summary>
    private static string Word(string kind) => string.Concat(kind.Where(c => char.IsAsciiLetterOrDigit(c) || c == '-').Take(40));
}
