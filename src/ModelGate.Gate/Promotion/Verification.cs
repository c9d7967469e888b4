using System.Text.Json;
using ModelGate.Gate.Records;
using ModelGate.Gate.Runs;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Promotion;

/// <summary>Whether a folder holds the bytes of a candidate that passed, by a statement or by a run's record.</summary>
/// <param name="Candidate">Whose bytes they are or should be.</param>
/// <param name="Problems">All at once; empty where the bytes may be served.</param>
public sealed record Verification(string Candidate, string ToolVersion, string PolicySha256, IReadOnlyList<Diagnostic> Problems)
{
    /// <summary>Of a statement, and of the signed envelopes around one.</summary>
    private static readonly string[] StatementMarks = ["_type", "payloadType", "dsseEnvelope"];

    /// <summary>What is asked.</summary>
    /// <param name="Directory">A full path.</param>
    /// <param name="Shown">The folder as the user named it.</param>
    /// <param name="Record">Content of the record.</param>
    /// <param name="RecordFile">As the user named it.</param>
    /// <param name="Candidate">Of a run's record; null takes the one whose files these are.</param>
    /// <param name="Policy">File and its SHA-256; null where any policy will do.</param>
    public sealed record Request(
        string Directory, string Shown, byte[] Record, string RecordFile, string? Candidate, (string File, string Sha256)? Policy);

    /// <exception cref="DiagnosticException">QG0901, QG0923: the record cannot be read. QG0904: it was edited.</exception>
    public static Verification Of(Request request, IRunProgress progress, CancellationToken cancel) => IsStatement(request.Record)
        ? ByStatement(request, StatementJson.Read(request.Record, request.RecordFile), progress, cancel)
        : ByRecord(request, GatedRun.Parse(request.Record, request.RecordFile).Record, progress, cancel);

    /// <summary>Every other JSON is read as a run's record, which says what is wrong with it.</summary>
    private static bool IsStatement(byte[] record)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(record);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && StatementMarks.Any(name => document.RootElement.TryGetProperty(name, out _));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Verification ByStatement(Request request, Statement statement, IRunProgress progress, CancellationToken cancel)
    {
        GateEvidence evidence = statement.Predicate.ModelGate;
        ResourceDescriptor policy = statement.Predicate.Configuration[0];
        List<Diagnostic> problems = [];
        if (evidence.Effective != "passed" || evidence.Findings.Count == 0)
        {
            problems.Add(new(
                PromotionCodes.NotPassed, new SourcePoint(request.RecordFile),
                $"The statement says that '{evidence.Candidate}' {(evidence.Findings.Count == 0 ? "was not gated" : evidence.Effective)}.",
                "Serve a candidate that passed."));
        }

        problems.AddRange(OfPolicy(
            request, new PolicyRecord(policy.Name, policy.Digest["sha256"], evidence.Confidence, 0, evidence.OnInconclusive)));
        problems.AddRange(FolderComparison.Differences(
            request.Directory, request.Shown,
            statement.Subject.ToDictionary(subject => subject.Name, subject => subject.Digest["sha256"], StringComparer.Ordinal),
            CheckpointFolder.IsEvidence, progress, cancel));
        return new(evidence.Candidate, evidence.ToolVersion, policy.Digest["sha256"], problems);
    }

    /// <summary>A run's record vouches for what was measured, and not for what lies beside it.</summary>
    private static Verification ByRecord(Request request, RunRecord record, IRunProgress progress, CancellationToken cancel)
    {
        string candidate = request.Candidate ?? Likeliest(record, request.Directory, cancel);
        List<Diagnostic> problems = [.. CandidateVerdict.Refusals(record, candidate, new SourcePoint(request.RecordFile))];
        problems.AddRange(OfPolicy(request, record.Policy));
        if (record.Candidates.FirstOrDefault(one => one.Name == candidate)?.Model.Files is { } files)
        {
            problems.AddRange(FolderComparison.Differences(
                request.Directory, request.Shown, files,
                name => CheckpointFolder.IsEvidence(name) || CheckpointFolder.IsCompanion(name), progress, cancel));
        }

        return new(candidate, record.ToolVersion, record.Policy.Sha256, problems);
    }

    private static IEnumerable<Diagnostic> OfPolicy(Request request, PolicyRecord recorded) =>
        request.Policy is { } policy && CandidateVerdict.PolicyDifference(recorded, policy.Sha256, policy.File) is { } difference
            ? [difference]
            : [];

    /// <summary>The candidate that has most of the folder's files; the first where several have.</summary>
    private static string Likeliest(RunRecord record, string directory, CancellationToken cancel)
    {
        if (record.Candidates.Count == 1) return record.Candidates[0].Name;
        Dictionary<string, string> hashes = [];
        foreach (string name in record.Candidates.SelectMany(one => one.Model.Files?.Keys ?? []).Distinct())
        {
            string path = Path.Combine(directory, name);
            if (CheckpointFolder.IsPlain(name) && File.Exists(path)) hashes[name] = FileDigest.Of(path, copy: null, cancel);
        }

        return record.Candidates.MaxBy(Same)?.Name ?? "";

        int Same(CandidateRecord one) => one.Model.Files?.Count(file => hashes.GetValueOrDefault(file.Key) == file.Value) ?? 0;
    }
}
