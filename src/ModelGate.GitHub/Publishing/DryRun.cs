using ModelGate.Gate.PullRequests;
using ModelGate.Gate.Records;
using ModelGate.GitHub.Api;
using ModelGate.GitHub.Events;

namespace ModelGate.GitHub.Publishing;

/// <summary>Shows what would be sent, and sends nothing; works on any machine.</summary>
public static class DryRun
{
    /// <param name="context">Null outside GitHub.</param>
    /// <returns>The exit code of the verdict, as far as it is known without asking GitHub.</returns>
    public static int Write(PublishRequest request, WorkflowContext? context, TextWriter output)
    {
        RunRecord record = RecordVerdict.OfGates(request.Run.Record, context?.Event);
        var content = new CommentContent
        {
            Record = record,
            LooseningAttempts = record.PolicyComparison?.NeedsAcceptance == true ? 1 : 0,
            IsUnverified = context?.Event.IsUnverified ?? false,
            HeadSha = context?.Event.HeadSha,
            MeasuredSha = context?.Event.MeasuredSha,
            RunPage = context?.RunPage,
        };
        var report = PublishedReport.Of(request.Policy, content);
        CheckReport check = report.Check(context?.Event.HeadSha ?? "(the head commit)");
        string[] lines =
        [
            $"=== comment, {report.Text.Length} characters ===",
            report.Comment(new CommentMarker(request.Policy.Key, content.LooseningAttempts, "")).TrimEnd(),
            "",
            $"=== check run '{check.Name}' on {check.HeadSha} ===",
            $"conclusion: {check.Conclusion}",
            $"title: {check.Output.Title}",
            "summary: as the comment",
            $"annotations: {check.Output.Annotations.Count}",
            .. check.Output.Annotations.Select(Line),
            "",
            $"=== commit status '{check.Name}', where a check run is refused ===",
            $"{check.State}: {check.StatusDescription}",
            "",
            $"Nothing was sent. The base branch's last run is looked up on GitHub only (artifact '{request.Policy.ArtifactName}').",
        ];
        foreach (string line in lines) output.WriteLine(line);
        return report.Verdict.ExitCode;
    }

    private static string Line(CheckAnnotation one) =>
        $"  {one.Path}:{one.StartLine} {one.AnnotationLevel}: {one.Title}: {one.Message.ReplaceLineEndings(" | ")}";
}
