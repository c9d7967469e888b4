using System.Security.Cryptography;
using System.Text;
using ModelGate.Gate.PullRequests;
using ModelGate.GitHub.Api;

namespace ModelGate.GitHub.Publishing;

/// <summary>The check run of one policy on one commit, and the status that stands in for it. Pure.</summary>
internal sealed record CheckReport
{
    /// <summary>GitHub takes any number in chunks; past these nobody reads on.</summary>
    public const int MostAnnotations = 1000;

    private const int MostTitle = 255, MostMessage = 16_000, MostDescription = 140;

    public required string Name { get; init; }

    public required string HeadSha { get; init; }

    public required CheckConclusion Conclusion { get; init; }

    public required CommitState State { get; init; }

    public required CheckRunOutput Output { get; init; }

    /// <summary>What the check runs of one policy have in common.</summary>
    public required string IdPrefix { get; init; }

    public required Uri? Details { get; init; }

    /// <summary>
    /// Annotations are added and never taken away, so that a run with other annotations is another check run: GitHub shows the latest of a
    /// name, as it does when a job runs again.
    /// </summary>
    public string ExternalId => IdPrefix + Digest(Output.Annotations);

    public string StatusDescription => Cut(Output.Title, MostDescription);

    public static CheckReport Of(
        PolicyPath policy, string headSha, PublishedVerdict verdict, string title, string summary, IReadOnlyList<PolicyRemark> remarks,
        Uri? details) => new()
        {
            Name = policy.CheckName,
            HeadSha = headSha,
            Conclusion = Conclude(verdict),
            State = Conclude(verdict) switch
            {
                CheckConclusion.Success => CommitState.Success,
                CheckConclusion.Failure => CommitState.Failure,
                _ => CommitState.Error,
            },
            Output = new CheckRunOutput
            {
                Title = Cut(title, MostTitle),
                Summary = CutLines(summary, CheckRunOutput.MostCharacters),
                Annotations = [.. remarks.Take(MostAnnotations).Select(remark => Annotate(policy, remark))],
            },
            IdPrefix = $"quantgate:{policy.Key}:",
            Details = details,
        };

    /// <summary>Never neutral, which counts as passing where the check is required.</summary>
    private static CheckConclusion Conclude(PublishedVerdict verdict) => verdict switch
    {
        { IsUnverified: true } => CheckConclusion.ActionRequired,
        { ExitCode: 0 } => CheckConclusion.Success,
        { ExitCode: 1 } => CheckConclusion.Failure,
        _ => CheckConclusion.ActionRequired,
    };

    private static CheckAnnotation Annotate(PolicyPath policy, PolicyRemark remark) => new()
    {
        Path = policy.Path,
        StartLine = remark.Line,
        EndLine = remark.Line,
        AnnotationLevel = remark.IsFailure ? AnnotationLevel.Failure : AnnotationLevel.Warning,
        Title = Cut(remark.Title, MostTitle),
        Message = Cut(remark.Message, MostMessage),
    };

    private static string Digest(IReadOnlyList<CheckAnnotation> annotations)
    {
        string all = string.Join('\0', annotations.Select(a => $"{a.StartLine}\t{a.AnnotationLevel}\t{a.Title}\t{a.Message}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..12];
    }

    private static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        int end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return text[..end] + "…";
    }

    private static string CutLines(string text, int most) =>
        text.Length <= most ? text : text[..(text.LastIndexOf('\n', most - 1) is > 0 and var end ? end : most)];
}
