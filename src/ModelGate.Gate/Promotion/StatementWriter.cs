using ModelGate.Gate.Records;

namespace ModelGate.Gate.Promotion;

/// <summary>From a record and the hashes of what is shipped to the statement. The same record and files give the same bytes.</summary>
internal static class StatementWriter
{
    /// <param name="recordSha256">Of the record's file.</param>
    /// <param name="files">SHA-256 by name of all that is shipped.</param>
    public static Statement Of(RunRecord record, CandidateVerdict verdict, string recordSha256, IReadOnlyDictionary<string, string> files)
    {
        EnvironmentRecord environment = record.Environment;
        return StatementJson.Sealed(new Statement(
            Statement.StatementType,
            [.. files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => ResourceDescriptor.Of(file.Key, file.Value))],
            Statement.TestResultType,
            new TestResultPredicate(
                verdict.Outcome == "passed" ? "PASSED" : "WARNED",
                [ResourceDescriptor.Of(record.Policy.File, record.Policy.Sha256)],
                Tests(verdict, "pass"), Tests(verdict, "undecided"), Tests(verdict, "fail"),
                new GateEvidence(
                    verdict.Candidate.Name, verdict.Outcome, verdict.Effective, record.Policy.OnInconclusive, record.Policy.Confidence,
                    [
                        .. verdict.Findings.Select(finding => new FindingSummary(
                            finding.Gate, finding.Subject, finding.Class, finding.Outcome, finding.Result)),
                    ],
                    verdict.Candidate.Model.ContentHash,
                    new BaselineSummary(record.Baseline.Source, record.Baseline.ContentHash),
                    verdict.Candidate.Quantization?.Recipe,
                    record.PlanKey,
                    record.ToolVersion,
                    $"{environment.Engine} {environment.KernelVersion} ({environment.Precision}, {environment.DeviceClass})",
                    recordSha256,
                    record.Times.StartedUtc.UtcDateTime))));
    }

    /// <summary>The names of the findings of one class, as a test result lists them.</summary>
    public static IReadOnlyList<string> Tests(CandidateVerdict verdict, string @class) =>
        [.. verdict.Findings.Where(finding => finding.Class == @class).Select(finding => Test(finding.Gate, finding.Subject))];

    public static string Test(string gate, string subject) => $"{gate} on {subject}";
}
