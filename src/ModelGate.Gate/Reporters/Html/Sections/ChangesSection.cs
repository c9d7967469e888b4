using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters.Html.Sections;

/// <summary>What the change does to its base branch's policy.</summary>
internal static class ChangesSection
{
    /// <summary>Null where no base was given.</summary>
    public static Section? Of(RunRecord record)
    {
        if (record.PolicyComparison is not { } comparison) return null;
        string policy = comparison.BaseSha256 is { } hash
            ? $"its policy has the hash {hash[..Math.Min(12, hash.Length)]}"
            : "it has no policy";
        return new Section("changes", "Changes to the policy", Markup.Of(
            $"""
            <p>Compared with {comparison.Base}; {policy}. {Sentence(comparison)}</p>
            {Changes(comparison)}
            {BaseFindings(comparison)}
            """));
    }

    private static string Sentence(PolicyComparisonRecord comparison) => comparison switch
    {
        { Changes.Count: 0 } => "Nothing was changed that could turn a fail into a pass.",
        { NeedsAcceptance: true } => "These changes could turn a fail into a pass; those marked ✘ need a maintainer's acceptance.",
        _ => "These changes could turn a fail into a pass; the base policy allows all of them.",
    };

    private static Markup Changes(PolicyComparisonRecord comparison) => comparison.Changes.Count == 0
        ? Markup.Empty
        : DataTable.OfSentences("Changes that could turn a fail into a pass", ["what", "kind", "before", "after", "line", "allowed"],
        [
            .. comparison.Changes.Select(change => (IReadOnlyList<Markup>)
            [
                Markup.Of($"{change.Subject}"), Markup.Of($"<code>{change.Kind}</code>"),
                Markup.Of($"{change.Before ?? "not there"}"), Markup.Of($"{change.After ?? "removed"}"), Markup.Of($"{change.Line}"),
                Tone(change.IsAllowed ? Reporters.Tone.Good : Reporters.Tone.Bad, change.IsAllowed ? "by may-change" : "no"),
            ]),
        ]);

    private static Markup BaseFindings(PolicyComparisonRecord comparison) => comparison.Findings.Count == 0
        ? Markup.Empty
        : Markup.Of(
            $"""
            <details><summary>What the base policy's gates say of this run</summary>
            {GatesSection.Table("Findings of the base policy's gates", null, comparison.Findings, hasAdvice: false)}
            </details>
            """);

    private static Markup Tone(Tone tone, string text) =>
        Markup.Of($"<span class=\"{Words.Class(tone)}\">{Words.Mark(tone)} {text}</span>");
}
