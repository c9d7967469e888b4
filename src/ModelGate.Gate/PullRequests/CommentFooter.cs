using System.Text.RegularExpressions;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;

namespace ModelGate.Gate.PullRequests;

/// <summary>How to reproduce the run, where its full report is, and what it was made from.</summary>
internal static partial class CommentFooter
{
    private const int MostCharacters = 200;

    public static IEnumerable<string> Lines(CommentContent content, IReadOnlyList<string> dropped)
    {
        RunRecord record = content.Record;
        string page = content.RunPage is { Scheme: "https" or "http" } address ? $"[workflow run](<{address.AbsoluteUri}>)" : "";
        List<string> lines = [.. CommentDetails.Folded("Reproduce", [.. MarkdownText.Fence("sh", Commands(content)), ""])];
        if (dropped.Count > 0)
        {
            string where = page.Length > 0 ? $"the artifact of the {page}" : "the folder that `check` wrote";
            lines.AddRange(
            [
                $"**Left out to fit a comment**: {string.Join("; ", dropped)}. The full report is in {where} "
                + "(`report.md`, `run.json`).",
                "",
            ]);
        }

        EnvironmentRecord environment = record.Environment;
        string[] parts =
        [
            .. page.Length > 0 ? (string[])[page] : [],
            .. Commit("head", content.HeadSha),
            .. Commit("measured merge", content.MeasuredSha),
            $"ModelGate {Text(record.ToolVersion)}",
            $"policy {Text(record.Policy.File)} {MarkdownText.Hash(record.Policy.Sha256)}",
            $"plan {MarkdownText.Hash(record.PlanKey)}",
            $"baseline {Text(record.Baseline.Source)} {MarkdownText.Hash(record.Baseline.ContentHash)}",
            $"{Text(environment.Engine)} engine {Text(environment.KernelVersion)} ({Text(environment.Precision)}, "
            + $"{Text(environment.DeviceClass)}) on {Text(environment.Processor)}",
        ];
        lines.Add($"<sub>{string.Join(" · ", parts)}</sub>");
        return lines;
    }

    private static IEnumerable<string> Commands(CommentContent content)
    {
        if (Sha(content.MeasuredSha ?? content.HeadSha) is { } commit)
        {
            yield return $"git fetch origin {commit}";
            yield return "git checkout FETCH_HEAD";
        }

        yield return "dotnet tool restore";
        yield return $"dotnet quantgate check {Quoted(MarkdownText.Cut(content.Record.Policy.File, MostCharacters))}";
    }

    private static IEnumerable<string> Commit(string title, string? sha) =>
        Sha(sha) is { } commit ? [$"{title} {MarkdownText.Hash(commit)}"] : [];

    /// <summary>Null for anything but a commit's hash.</summary>
    private static string? Sha(string? text) => text is not null && ShaPattern().IsMatch(text) ? text : null;

    /// <summary>One word for a shell, whatever the name holds.</summary>
    private static string Quoted(string name) =>
        PlainName().IsMatch(name) ? name : $"'{name.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string Text(string text) => MarkdownText.Short(text, MostCharacters);

    [GeneratedRegex(@"\A[0-9a-f]{7,64}\z")]
    private static partial Regex ShaPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_./][A-Za-z0-9_./-]*\z")]
    private static partial Regex PlainName();
}
