using ModelGate.Gate.Records;

namespace ModelGate.GitHub.Publishing;

/// <summary>What a record's gates say. Whether a change of the policy itself is accepted is the pull request's to say.</summary>
internal static class RecordVerdict
{
    public static RunRecord OfGates(RunRecord record)
    {
        string effective = (record.Verdict.Outcome, record.Policy.OnInconclusive) switch
        {
            ("inconclusive", "fail") => "failed",
            ("inconclusive", "pass") => "passed",
            _ => record.Verdict.Outcome,
        };
        int exitCode = effective switch { "passed" => 0, "failed" => 1, _ => 4 };
        return record with { Verdict = new VerdictRecord(record.Verdict.Outcome, effective, exitCode) };
    }
}
