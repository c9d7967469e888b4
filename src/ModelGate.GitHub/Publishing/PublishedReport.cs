using System.Globalization;
using ModelGate.Gate.PullRequests;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;

namespace ModelGate.GitHub.Publishing;

/// <summary>One run as every surface of GitHub gets it. Pure.</summary>
/// <param name="Title">One line of plain text.</param>
/// <param name="Text">Markdown of the comment, without its marker.</param>
internal sealed record PublishedReport(
    PolicyPath Policy, PublishedVerdict Verdict, string Title, string Text, IReadOnlyList<PolicyRemark> Remarks, Uri? Page)
{
    /// <param name="content">Whose record has the verdict of its gates alone.</param>
    public static PublishedReport Of(PolicyPath policy, CommentContent content)
    {
        var verdict = PublishedVerdict.Of(content.Record, content.Acceptance, content.IsUnverified);
        return new PublishedReport(
            policy, verdict, TitleOf(content, verdict), PullRequestComment.Write(content),
            PolicyRemark.Of(content.Record, content.Acceptance is not null, content.IsUnverified), content.RunPage);
    }

    public string Comment(CommentMarker marker) => $"{marker.Line(Policy)}\n{Text}";

    public CheckReport Check(string headSha) => CheckReport.Of(Policy, headSha, Verdict, Title, Text, Remarks, Page);

    private static string TitleOf(CommentContent content, PublishedVerdict verdict)
    {
        string gates = ReportView.Of(content.Record).Headline;
        if (verdict.Outcome == PublishedOutcome.NeedsAcceptance)
        {
            int changes = content.Record.PolicyComparison!.Changes.Count(change => !change.IsAllowed);
            string what = changes == 1 ? "change of the policy" : "changes of the policy";
            gates = string.Create(
                CultureInfo.InvariantCulture, $"NEEDS ACCEPTANCE: {changes} {what} could turn a fail into a pass. Gates alone: {gates}");
        }

        return (content.IsUnverified ? "UNVERIFIED, reported by a fork: " : "") + gates.ReplaceLineEndings(" ");
    }
}
