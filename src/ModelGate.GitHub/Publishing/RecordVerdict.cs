using ModelGate.Gate.Records;
using ModelGate.Models.Diagnostics;

namespace ModelGate.GitHub.Publishing;

/// <summary>The verdict that a record's findings give, and whether the one it states follows from them.</summary>
internal static class RecordVerdict
{
    private const string Passed = "passed", Failed = "failed", Inconclusive = "inconclusive";

    /// <summary>Without what the policy's changes add: whether those are accepted is the pull request's to say.</summary>
    public static VerdictRecord OfGates(RunRecord record) =>
        record.PolicyComparison?.NeedsAcceptance == true && record.Verdict.Outcome == Failed ? OfFindings(record) : record.Verdict;

    /// <summary>A verdict was changed by hand where it is better than its findings, or its words and its code say different things.</summary>
    /// <exception cref="DiagnosticException">QG1016.</exception>
    public static void Check(RunRecord record, string file)
    {
        VerdictRecord stated = record.Verdict, own = OfFindings(record);
        bool follows = Badness(stated.Outcome) >= Badness(own.Outcome)
            && Badness(stated.Effective) >= Badness(own.Effective)
            && stated.ExitCode == WithCode(stated.Outcome, stated.Effective).ExitCode
            && (record.Findings.Count > 0 || stated.Effective != Passed);
        if (follows) return;
        throw new DiagnosticException(
            "QG1016", new SourcePoint(file),
            $"The run record was edited: its verdict '{stated.Effective}' with exit code {stated.ExitCode} does not follow from its "
            + $"{record.Findings.Count} findings, which say '{own.Effective}'.",
            "Run 'check' again and publish what it writes.");
    }

    private static VerdictRecord OfFindings(RunRecord record)
    {
        string outcome = record.Findings.Any(finding => finding.Class == "fail") ? Failed
            : record.Findings.Any(finding => finding.Class != "pass") ? Inconclusive
            : Passed;
        string effective = (outcome, record.Policy.OnInconclusive) switch
        {
            (Inconclusive, "fail") => Failed,
            (Inconclusive, "pass") => Passed,
            _ => outcome,
        };
        return WithCode(outcome, effective);
    }

    private static VerdictRecord WithCode(string outcome, string effective) =>
        new(outcome, effective, effective switch { Passed => 0, Failed => 1, _ => 4 });

    /// <summary>A word that this tool does not write is better than all, so that it never follows.</summary>
    private static int Badness(string outcome) => outcome switch { Passed => 0, Inconclusive => 1, Failed => 2, _ => -1 };
}
