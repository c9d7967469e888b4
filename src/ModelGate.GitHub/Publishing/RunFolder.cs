using ModelGate.Gate.Records;
using ModelGate.GitHub.Baselines;
using ModelGate.GitHub.Events;
using ModelGate.Models.Diagnostics;

namespace ModelGate.GitHub.Publishing;

/// <summary>
/// What <c>check</c> wrote, or what a second workflow downloaded: then it is somebody's data. It is read within limits; nothing of it is
/// followed, and nothing runs.
/// </summary>
/// <param name="Record">Its text is foreign.</param>
/// <param name="ClaimedPullRequest">Number in the event file that came along; null where none did.</param>
public sealed record RunFolder(RunRecord Record, int? ClaimedPullRequest)
{
    /// <param name="path">The folder, or its <c>run.json</c>.</param>
    /// <exception cref="DiagnosticException">
    /// QG1018: the record is a link or too large. QG0901, QG0904: it is none, or was edited.
    /// </exception>
    public static RunFolder Read(string path)
    {
        bool isFolder = Directory.Exists(path);
        var record = new FileInfo(isFolder ? Path.Combine(path, RunRecord.FileName) : path);
        string? problem = record switch
        {
            { LinkTarget: not null } => "The run record is a link.",
            { Exists: true, Length: > RunArchive.MostBytes } =>
                $"The run record has {record.Length} bytes; at most {RunArchive.MostBytes} are read.",
            _ => null,
        };
        if (problem is not null)
        {
            throw new DiagnosticException(
                "QG1018", new SourcePoint(record.FullName), problem, "Publish the folder that 'check' wrote, or the artifact made of it.");
        }

        return new RunFolder(RunRecordJson.Read(path), isFolder ? Claim(Path.Combine(path, EventFile.Name)) : null);
    }

    /// <summary>A claim that cannot be read is none: the pull request is then looked for.</summary>
    private static int? Claim(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            return EventFile.Read(path).PullRequest?.Number;
        }
        catch (DiagnosticException)
        {
            return null;
        }
    }
}
