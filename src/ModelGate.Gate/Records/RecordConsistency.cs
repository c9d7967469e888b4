using ModelGate.Models.Checkpoints;

namespace ModelGate.Gate.Records;

/// <summary>Whether a record's parts say the same: outcome, class and verdict follow from each other, and can be derived again.</summary>
internal static class RecordConsistency
{
    /// <summary>Full sentences, one for each contradiction; none where the record agrees with itself.</summary>
    public static IEnumerable<string> Contradictions(RunRecord record)
    {
        foreach (FindingRecord finding in record.Findings)
        {
            string about = $"'{finding.Gate}' on {finding.Subject} for {finding.Candidate}";
            if (!ClassesOf(finding.Outcome).Contains(finding.Class))
            {
                yield return $"The finding {about} is '{finding.Outcome}' and counts as '{finding.Class}'.";
            }

            if (finding.Outcome != FindingRecord.NotReached && record.Candidates.All(candidate => candidate.Name != finding.Candidate))
            {
                yield return $"The finding {about} is of no candidate that the record holds.";
            }
        }

        string outcome = Outcome(record.Findings.Select(finding => finding.Class));
        if (record.Verdict.Outcome != outcome)
        {
            yield return $"The verdict is '{record.Verdict.Outcome}', and its findings make it '{outcome}'.";
        }

        foreach (string problem in OfVerdict(record)) yield return problem;
        foreach (ModelRecord model in record.Candidates.Select(candidate => candidate.Model).Append(record.Baseline))
        {
            if (model.Files is not null && FileHasher.Combine(model.Files) != model.ContentHash)
            {
                yield return $"The files of '{model.Source}' do not have the content hash {Start(model.ContentHash)}.";
            }
        }
    }

    /// <summary>
    /// <c>on-inconclusive</c> is what may stand between outcome and effect, and a change of policy that nobody may make, which turns
    /// whatever else was decided into a failure.
    /// </summary>
    private static IEnumerable<string> OfVerdict(RunRecord record)
    {
        VerdictRecord verdict = record.Verdict;
        string effective = VerdictRecord.Of(record.Findings, record.Policy.OnInconclusive).Effective;
        bool isLoosened = record.PolicyComparison is { NeedsAcceptance: true } && verdict.Effective == "failed";
        if (verdict.Effective != effective && !isLoosened)
        {
            yield return $"The verdict '{verdict.Outcome}' has the effect '{verdict.Effective}', "
                + $"and by 'on-inconclusive: {record.Policy.OnInconclusive}' it has '{effective}'.";
        }

        bool needsAcceptance = record.PolicyComparison is { NeedsAcceptance: true };
        int exitCode = needsAcceptance ? 1 : verdict.Effective switch { "passed" => 0, "failed" => 1, _ => 4 };
        if (verdict.ExitCode != exitCode)
        {
            yield return $"The verdict '{verdict.Effective}' has exit code {verdict.ExitCode}, and it is {exitCode}"
                + $"{(needsAcceptance ? ": the change loosens its own gate" : "")}.";
        }
    }

    /// <summary>Of the worst finding; passed where there are none.</summary>
    public static string Outcome(IEnumerable<string> classes)
    {
        string[] all = [.. classes];
        return all.Contains("fail") ? "failed" : all.Contains("undecided") ? "inconclusive" : "passed";
    }

    /// <summary>What an outcome becomes by <c>on-inconclusive</c>.</summary>
    public static string Effective(string outcome, string onInconclusive) => (outcome, onInconclusive) switch
    {
        ("inconclusive", "fail") => "failed",
        ("inconclusive", "pass") => "passed",
        _ => outcome,
    };

    private static string Start(string hash) => hash.Length > 12 ? hash[..12] + "…" : hash;

    private static string[] ClassesOf(string outcome) => outcome switch
    {
        "passed" => ["pass"],
        "failed" or "no data" => ["fail"],
        "inconclusive" or "not decidable" or "not measured here" or FindingRecord.NotReached => ["undecided"],
        "not applicable" => ["pass", "fail"],
        _ => [],
    };
}
