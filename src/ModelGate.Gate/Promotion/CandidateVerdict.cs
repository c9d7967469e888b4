using ModelGate.Gate.Records;
using ModelGate.Gate.Yaml;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Promotion;

/// <summary>What a record says of one candidate, and whether that is enough to hand it out.</summary>
/// <param name="Findings">About this candidate alone, worst first.</param>
/// <param name="Outcome"><c>passed</c>, <c>failed</c>, <c>inconclusive</c>, or <c>not gated</c>.</param>
/// <param name="Effective">After <c>on-inconclusive</c>.</param>
public sealed record CandidateVerdict(CandidateRecord Candidate, IReadOnlyList<FindingRecord> Findings, string Outcome, string Effective)
{
    /// <exception cref="ArgumentException">The record has no such candidate.</exception>
    public static CandidateVerdict Of(RunRecord record, string candidate)
    {
        CandidateRecord found = record.Candidates.FirstOrDefault(one => one.Name == candidate)
            ?? throw new ArgumentException($"The record has no candidate '{candidate}'.", nameof(candidate));
        FindingRecord[] findings = [.. record.Findings.Where(finding => finding.Candidate == candidate)];
        if (findings.Length == 0) return new(found, findings, "not gated", "not gated");
        VerdictRecord verdict = VerdictRecord.Of(findings, record.Policy.OnInconclusive);
        return new(found, findings, verdict.Outcome, verdict.Effective);
    }

    /// <summary>Why a candidate must not be handed out by this record, all at once; empty where it may.</summary>
    /// <param name="at">The record's file.</param>
    public static IReadOnlyList<Diagnostic> Refusals(RunRecord record, string candidate, SourcePoint at)
    {
        if (record.Candidates.All(one => one.Name != candidate))
        {
            if (record.Findings.FirstOrDefault(finding => finding.Candidate == candidate) is { } unreached)
            {
                return [Refusal($"'{candidate}' was not measured. {unreached.Result}", unreached.Advice)];
            }

            string[] names = [.. record.Candidates.Select(one => one.Name)];
            string nearest = NearestKey.Of(candidate, names) is { } near ? $"Did you mean '{near}'? " : "";
            return [Refusal($"The run has no candidate '{candidate}'.", $"{nearest}It has {string.Join(", ", names)}.")];
        }

        CandidateVerdict verdict = Of(record, candidate);
        List<Diagnostic> refusals = [];
        if (verdict.Outcome == "not gated")
        {
            refusals.Add(Refusal($"No gate was about '{candidate}', so that nothing says it passed.", "Gate it in the policy."));
        }
        else if (verdict.Effective != "passed")
        {
            refusals.AddRange(verdict.Findings.Where(finding => finding.Class != "pass").Select(finding => Refusal(
                $"'{candidate}' did not pass '{finding.Gate}' on {finding.Subject} ({finding.Outcome}): {finding.Result.TrimEnd('.')}.",
                finding.Advice.Length > 0 ? finding.Advice : "Only a candidate that passed is handed out.")));
        }

        string[] prefixes =
        [
            .. record.Baseline.Tasks.Concat(verdict.Candidate.Model.Tasks)
                .Where(task => task.IsPrefix)
                .Select(task => task.Task)
                .Distinct(),
        ];
        if (prefixes.Length > 0)
        {
            refusals.Add(Refusal(
                $"Only the first documents of {string.Join(", ", prefixes)} were seen.",
                "Run all documents, or a seeded sample ('sample: N')."));
        }

        if (record.PolicyComparison is { NeedsAcceptance: true } comparison)
        {
            refusals.Add(Refusal(
                $"The run's policy is looser than that of {comparison.Base}, and nobody's acceptance stands in a record.",
                "Merge the accepted change and run 'check' on the branch it went to."));
        }

        IReadOnlyDictionary<string, string>? files = verdict.Candidate.Model.Files;
        refusals.AddRange((files?.Keys ?? []).Where(name => !CheckpointFolder.IsPlain(name)).Select(name => Refusal(
            $"'{name}' is no file of a checkpoint's folder.", "Run 'check' again.")));
        if (files is null)
        {
            refusals.Add(Refusal($"The record does not name the files of '{candidate}'.", "Run 'check' again with this version."));
        }

        return refusals;

        Diagnostic Refusal(string problem, string remedy) => new(PromotionCodes.NotPassed, at, problem, remedy);
    }

    /// <returns>QG0924 where <paramref name="sha256"/> is not the policy's that decided; null where it is.</returns>
    public static Diagnostic? PolicyDifference(PolicyRecord recorded, string sha256, string file) => recorded.Sha256 == sha256
        ? null
        : new Diagnostic(
            PromotionCodes.OtherPolicy, new SourcePoint(file),
            $"The record is of another policy: '{recorded.File}' with SHA-256 {recorded.Sha256[..12]}…, this one has {sha256[..12]}….",
            "Run 'check' with this policy.");
}
